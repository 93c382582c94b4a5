/**
 * How parameters are laid into files for WebLLM: `tensor-cache.json` lists, for each shard, where each parameter lies.
 * WebLLM reads a shard whole, so a shard is at most 32 MiB unless one parameter alone is larger. The list also says which
 * rows of which tensors a parameter was made of, which WebLLM does not look at: from it the GGUF is rebuilt.
 */
import * as v from "valibot";
import type { PostilError } from "../../errors.ts";
import type { Parameter } from "../library-manifest.ts";
import { LAYOUTS } from "./layouts.ts";

export const TENSOR_CACHE_FILE = "tensor-cache.json";

const SHARD_BYTES = 32 * 1024 * 1024;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const ShardRecordSchema = v.object({
  name: v.string(),
  shape: v.pipe(v.array(count), v.minLength(1)),
  dtype: v.string(),
  format: v.literal("raw"),
  nbytes: count,
  byteOffset: count,
  layout: v.picklist(LAYOUTS),
  /** Rows of tensors, from the first to before the last, one after the other. */
  from: v.pipe(v.array(v.object({ tensor: v.string(), rows: v.tuple([count, count]) })), v.minLength(1)),
});

const ShardSchema = v.object({
  dataPath: v.string(),
  format: v.literal("raw-shard"),
  nbytes: count,
  records: v.array(ShardRecordSchema),
});

const TensorCacheSchema = v.object({ records: v.array(ShardSchema) });

export type ShardRecord = v.InferOutput<typeof ShardRecordSchema>;
export type Shard = v.InferOutput<typeof ShardSchema>;

/** Both dtypes that parameters have, uint32 and float32, take four bytes an element. */
export function parameterBytes(parameter: Parameter): number {
  return parameter.shape.reduce((product, d) => product * d, 4);
}

/** @param rowsOf which rows of a tensor a parameter's part is, when it is all of them */
export function planShards(
  parameters: readonly Parameter[],
  rowsOf: (from: Parameter["from"][number]) => { readonly first: number; readonly end: number },
): Shard[] {
  const shards: Shard[] = [];
  let records: ShardRecord[] = [];
  let size = 0;
  const close = () => {
    if (records.length === 0) return;
    shards.push({
      dataPath: `params_shard_${shards.length}.bin`,
      format: "raw-shard",
      nbytes: size,
      records,
    });
    records = [];
    size = 0;
  };
  for (const parameter of parameters) {
    const { name, shape, dtype, layout } = parameter;
    const from = parameter.from.map((part): ShardRecord["from"][number] => {
      const { first, end } = rowsOf(part);
      return { tensor: part.tensor, rows: [first, end] };
    });
    const nbytes = parameterBytes(parameter);
    if (size + nbytes > SHARD_BYTES) close();
    records.push({ name, shape, dtype, format: "raw", nbytes, byteOffset: size, layout, from });
    size += nbytes;
  }
  close();
  return shards;
}

/** The text of `tensor-cache.json`. */
export function tensorCache(shards: readonly Shard[]): string {
  const metadata = {
    ParamSize: shards.reduce((sum, shard) => sum + shard.records.length, 0),
    ParamBytes: shards.reduce((sum, shard) => sum + shard.nbytes, 0),
  };
  return JSON.stringify({ metadata, records: shards });
}

/** @param damaged makes the error of a text that is no such list */
export function parseTensorCache(text: string, damaged: (found: string) => PostilError): readonly Shard[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged("no JSON");
  }
  const result = v.safeParse(TensorCacheSchema, value);
  if (result.success) return result.output.records;
  const [issue] = result.issues;
  throw damaged(`${v.getDotPath(issue) ?? ""}: ${issue.message}`);
}
