/** The manifest that lies beside a model library (wasm): which parameters it takes, in which layout, from which tensors. */
import * as v from "valibot";
import { PostilError } from "../errors.ts";
import { hexDigest } from "./sha256.ts";
import { LAYOUTS } from "./weights/layouts.ts";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const ParameterSchema = v.object({
  name: v.string(),
  shape: v.array(count),
  dtype: v.picklist(["uint32", "float32"]),
  layout: v.picklist(LAYOUTS),
  from: v.pipe(
    v.array(v.object({ tensor: v.string(), rows: v.optional(v.tuple([index, count])) })),
    v.minLength(1),
  ),
});

const LibraryManifestSchema = v.object({
  name: v.string(),
  wasm: v.object({ file: v.string(), bytes: count, sha256: v.string() }),
  /** The type in which keys and values are kept. */
  activations: v.optional(v.picklist(["float32", "float16"]), "float32"),
  model: v.object({
    contextWindow: count,
    prefillChunk: count,
    vocabSize: count,
    hiddenSize: count,
    layers: count,
    feedForward: count,
    queryHeads: count,
    kvHeads: count,
    headDim: count,
    slidingWindow: count,
  }),
  params: v.pipe(v.array(ParameterSchema), v.minLength(1)),
});

export type LibraryManifest = v.InferOutput<typeof LibraryManifestSchema>;
export type Parameter = v.InferOutput<typeof ParameterSchema>;

/** @throws PostilError `library-invalid` naming the first thing that is wrong */
export function parseLibraryManifest(value: unknown): LibraryManifest {
  const result = v.safeParse(LibraryManifestSchema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new PostilError("library-invalid", { key: v.getDotPath(issue) ?? "", found: issue.message });
}

/**
 * sha256 of the parameter list and the sizes, lower-case hex: an installed model whose `layout` differs was laid out, and its
 * config written, for another library, and has to be installed again.
 */
export function layoutDigest(library: LibraryManifest): Promise<string> {
  return hexDigest(new TextEncoder().encode(JSON.stringify([library.model, library.params])));
}
