/**
 * From a task's prompt to the text that the weights get. Everything that comes from a page or a mail is made harmless here
 * and nowhere else: it can neither spell a control token of the vocabulary nor end its place in the prompt.
 */
import type { PromptStyle } from "../model/installed.ts";
import type { Prompt } from "./engine.ts";

export interface RenderedPrompt {
  /** Begins with `<bos>`: completions add none, and Gemma without it answers nonsense. */
  readonly text: string;
  /** Text at which the answer ends. */
  readonly stop: readonly string[];
}

/** Renders `prompt` for weights that want to be asked in `style`. */
export function render(prompt: Prompt, style: PromptStyle): RenderedPrompt {
  return style === "chat" ? renderChat(prompt) : renderCompletion(prompt);
}

/** One turn of the user and the beginning of the model's, as in the chat template published with Gemma 3's tokenizer. */
function renderChat({ instruction, input, prefix }: Prompt): RenderedPrompt {
  const content = [instruction, input]
    .map((part) => neutralise(part).trim())
    .filter((part) => part !== "")
    .join("\n\n");
  const answer = neutralise(prefix ?? "");
  return {
    text: `<bos><start_of_turn>user\n${content}<end_of_turn>\n<start_of_turn>model\n${answer}`,
    // The first is the end of the turn's token id for the engine too; the others only follow if it was missed.
    stop: ["<end_of_turn>", "<start_of_turn>", "<eos>"],
  };
}

/** Worked examples under labels, divided by blank lines, and then the case, its answer left open. */
function renderCompletion({ instruction, examples, labels, input, prefix }: Prompt): RenderedPrompt {
  if (labels === null) {
    const parts = [instruction, ...examples.map((example) => `${example.input}\n${example.output}`)];
    parts.push(prefix === undefined || prefix === "" ? input : `${input}\n${prefix}`);
    const text = parts.filter((each) => each !== "").map(neutralise);
    return { text: `<bos>${text.join("\n\n")}`, stop: STOPS };
  }
  const part = (label: string, text: string): string => `${label}: ${onOwnLines(neutralise(text), labels)}`;
  const sections = examples.map(
    (example) => `${part(labels.input, example.input)}\n${part(labels.output, example.output)}`,
  );
  // No space after the colon: Gemma's tokens carry the space before a word, and the answer begins with one.
  const answer = prefix === undefined || prefix === "" ? "" : ` ${neutralise(prefix)}`;
  sections.push(`${part(labels.input, input)}\n${labels.output}:${answer}`);
  if (instruction !== "") sections.unshift(neutralise(instruction).trim());
  return {
    text: `<bos>${sections.join("\n\n")}`,
    stop: [`\n${labels.input}:`, `\n${labels.output}:`, ...STOPS],
  };
}

/** Where a continued text ends in any case. */
const STOPS: readonly string[] = ["\n\n", "<eos>", "<end_of_turn>", "<start_of_turn>"];

/**
 * The control tokens of Gemma's vocabulary, and what other models' look like. The HTML tags that are tokens of the
 * vocabulary too stay as they are: they steer nothing.
 */
const CONTROL_TOKEN =
  /<(\/?(?:bos|eos|pad|unk|mask|s|(?:start|end)_of_\w+|image_soft_token|unused\d+|0x[0-9a-f]{2})|\|[^<>\n]{0,40}\|?|[^<>\n]{0,40}\|)>/gi;
const MULTIMODAL = /\[(multimodal|\/?INST|\/?SYS)\]/gi;

/**
 * Spells control tokens with other brackets: ‹start_of_turn›. Nothing is removed, so that no new one can come together
 * from the pieces, and a text about tokens stays readable.
 */
export function neutralise(text: string): string {
  return text.replace(CONTROL_TOKEN, "‹$1›").replace(MULTIMODAL, "‹$1›");
}

/** Line breaks as Unicode knows them, so that none but `\n` is left. */
const LINE_BREAK = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** Keeps a text within its place: no blank lines, and no line that begins like a label. */
function onOwnLines(text: string, labels: NonNullable<Prompt["labels"]>): string {
  const names = [labels.input, labels.output].map(escapeRegExp).join("|");
  return (
    text
      .replace(LINE_BREAK, "\n")
      // Line by line: a pattern of white space around a break takes quadratic time on long runs of spaces.
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .join("\n")
      .replace(new RegExp(`\\n(?=\\W{0,4}(?:${names})\\W{0,3}[:：])`, "giu"), " ")
      .trim()
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
