/** `mlc-chat-config.json`: what WebLLM has to know of a model besides its weights and its library. */
import type { LibraryManifest } from "./library-manifest.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * The text of `mlc-chat-config.json`. WebLLM refuses a config in which both window sizes are set: the sliding window is in
 * the library, so here it is -1. Prompts are rendered by `engine/`; the template is here because WebLLM asks for one.
 */
export function chatConfig(library: LibraryManifest, vocabulary: Vocabulary): string {
  const { contextWindow, prefillChunk, vocabSize } = library.model;
  const stops = [vocabulary.eos, vocabulary.endOfTurn].filter((id) => id !== undefined);
  return JSON.stringify({
    version: "0.1.0",
    model_type: "gemma3_text",
    quantization: library.name,
    model_config: {
      vocab_size: vocabSize,
      context_window_size: contextWindow,
      prefill_chunk_size: prefillChunk,
    },
    vocab_size: vocabSize,
    context_window_size: contextWindow,
    sliding_window_size: -1,
    attention_sink_size: -1,
    prefill_chunk_size: prefillChunk,
    tensor_parallel_shards: 1,
    temperature: 1,
    top_p: 0.95,
    repetition_penalty: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    tokenizer_files: ["tokenizer.json"],
    tokenizer_info: {
      token_postproc_method: "byte_fallback",
      prepend_space_in_encode: false,
      strip_space_in_decode: false,
    },
    pad_token_id: vocabulary.padding,
    bos_token_id: vocabulary.bos,
    eos_token_id: vocabulary.eos,
    conv_template: {
      name: "gemma3",
      system_template: "{system_message}",
      system_message: "",
      system_prefix_token_ids: [vocabulary.bos],
      add_role_after_system_message: true,
      roles: { user: "<start_of_turn>user", assistant: "<start_of_turn>model", tool: "<start_of_turn>user" },
      role_templates: {
        user: "{user_message}",
        assistant: "{assistant_message}",
        tool: "{tool_message}",
      },
      messages: [],
      seps: ["<end_of_turn>\n"],
      role_content_sep: "\n",
      role_empty_sep: "\n",
      stop_str: ["<end_of_turn>"],
      stop_token_ids: stops,
      function_string: "",
      use_function_calling: false,
    },
  });
}
