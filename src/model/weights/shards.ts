/**
 * How parameters are laid into files for WebLLM: `tensor-cache.json` lists, for each shard, where each parameter lies.
 * WebLLM reads a shard whole, so a shard is at most 32 MiB unless one parameter alone is larger.
 */
import type { Parameter } from "../library-manifest.ts";

const SHARD_BYTES = 32 * 1024 * 1024;

export interface ShardRecord {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly format: "raw";
  readonly nbytes: number;
  readonly byteOffset: number;
}

export interface Shard {
  readonly dataPath: string;
  readonly format: "raw-shard";
  readonly nbytes: number;
  readonly records: readonly ShardRecord[];
}

/** Both dtypes that parameters have, uint32 and float32, take four bytes an element. */
export function parameterBytes(parameter: Parameter): number {
  return parameter.shape.reduce((product, d) => product * d, 4);
}

export function planShards(parameters: readonly Parameter[]): Shard[] {
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
    const { name, shape, dtype } = parameter;
    const nbytes = parameterBytes(parameter);
    if (size + nbytes > SHARD_BYTES) close();
    records.push({ name, shape, dtype, format: "raw", nbytes, byteOffset: size });
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
