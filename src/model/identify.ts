/** Is this GGUF a Gemma 3 270M that the library can run, and how do its weights want to be asked? */
import { PostilError } from "../errors.ts";
import { isConvertible } from "./gguf/format.ts";
import type { GgufHeader } from "./gguf/header.ts";
import type { PromptStyle } from "./installed.ts";
import type { LibraryManifest, Parameter } from "./library-manifest.ts";
import { rowsOf } from "./weights/convert.ts";
import { extentOf, takesType } from "./weights/layouts.ts";

/**
 * Which of some libraries a GGUF is laid out for, by the types of its tensors: the first that can hold them without loss of
 * its own making, so that 4-bit libraries, put first, get files whose whole body is Q4_0, and no other.
 * @param libraries the last is the answer where none fits, and `checkModel` then says why it does not
 * @throws PostilError `library-invalid` when there are none
 */
export function chooseLibrary(
  { tensors }: GgufHeader,
  libraries: readonly LibraryManifest[],
): LibraryManifest {
  const takesAll = ({ params }: LibraryManifest) =>
    params.every(({ layout, from }) =>
      from.every(({ tensor }) => takesType(layout, tensors.get(tensor)?.typeName ?? "")),
    );
  const library = libraries.find(takesAll) ?? libraries.at(-1);
  if (library === undefined) throw new PostilError("library-invalid", { reason: "none is packaged" });
  return library;
}

/**
 * @throws PostilError `gguf-wrong-architecture` (which key, what was found, what is expected), `gguf-wrong-shape` or
 * `gguf-unknown-tensor-type` (which tensor)
 */
export function checkModel(header: GgufHeader, library: LibraryManifest): void {
  const { model } = library;
  expectKey(header, "general.architecture", "gemma3");
  expectKey(header, "gemma3.block_count", model.layers);
  expectKey(header, "gemma3.embedding_length", model.hiddenSize);
  expectKey(header, "gemma3.feed_forward_length", model.feedForward);
  expectKey(header, "gemma3.attention.head_count", model.queryHeads);
  expectKey(header, "gemma3.attention.head_count_kv", model.kvHeads);
  expectKey(header, "gemma3.attention.key_length", model.headDim);
  // Converters may leave these two out; then llama.cpp takes the same values.
  if (header.metadata.has("gemma3.attention.value_length"))
    expectKey(header, "gemma3.attention.value_length", model.headDim);
  if (header.metadata.has("gemma3.attention.sliding_window"))
    expectKey(header, "gemma3.attention.sliding_window", model.slidingWindow);
  for (const parameter of library.params) checkParameter(header, parameter);
}

function expectKey(header: GgufHeader, key: string, expected: string | number): void {
  const found = header.metadata.get(key);
  if (found !== expected)
    throw new PostilError("gguf-wrong-architecture", { key, found: shown(found), expected });
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "object" ? "an array" : String(value).slice(0, 100);
}

function checkParameter(header: GgufHeader, parameter: Parameter): void {
  const { rows: expectedRows, width } = extentOf(parameter);
  let rows = 0;
  for (const from of parameter.from) {
    const part = rowsOf(header, from);
    if (part.width !== width)
      throw new PostilError("gguf-wrong-shape", {
        tensor: from.tensor,
        found: part.tensor.dimensions.join("×"),
        expected: `rows of ${width}`,
      });
    const { typeName } = part.tensor;
    if (!isConvertible(typeName))
      throw new PostilError("gguf-unknown-tensor-type", { tensor: from.tensor, found: typeName });
    if (!takesType(parameter.layout, typeName))
      throw new PostilError("gguf-unknown-tensor-type", {
        tensor: from.tensor,
        found: typeName,
        expected: "Q4_0",
      });
    rows += part.end - part.first;
  }
  if (rows !== expectedRows)
    throw new PostilError("gguf-wrong-shape", {
      tensor: parameter.from.map(({ tensor }) => tensor).join(", "),
      found: `${rows} rows`,
      expected: `${expectedRows} rows`,
    });
}

/**
 * Fine-tunes say how they want to be asked by `postil.prompt_style`. Without it, weights that carry Gemma's turn template
 * get turns, all others text to continue.
 * @throws PostilError `gguf-bad-metadata` for a style there is not
 */
export function promptStyle({ metadata }: GgufHeader): PromptStyle {
  const said = metadata.get("postil.prompt_style");
  if (said === "chat" || said === "completion") return said;
  if (said !== undefined)
    throw new PostilError("gguf-bad-metadata", {
      key: "postil.prompt_style",
      found: shown(said),
      expected: "chat or completion",
    });
  const template = metadata.get("tokenizer.chat_template");
  return typeof template === "string" && template.includes("<start_of_turn>") ? "chat" : "completion";
}

/** The file's own name for its model, short enough to show; undefined when it has none. */
export function modelName({ metadata }: GgufHeader): string | undefined {
  const name = metadata.get("general.name");
  if (typeof name !== "string") return undefined;
  const plain = name.replace(/\p{C}/gu, " ").trim().slice(0, 80);
  return plain === "" ? undefined : plain;
}
