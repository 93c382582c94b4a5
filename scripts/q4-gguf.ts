/**
 * `npx tsx scripts/q4-gguf.ts [GGUF [OUT]]` writes a GGUF with the matrices of the body rounded to Q4_0 and everything else as it
 * is, and prints its path. Without names: the cached model's, into the cache. Q4_0 files of Gemma come from quantisation-aware
 * training; this one is worth less than its original, and is made to test what is done with such files.
 */
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { asPostilError, PostilError } from "../src/errors.ts";
import type { ByteSource } from "../src/model/byte-source.ts";
import { isConvertible, TENSOR_TYPES } from "../src/model/gguf/format.ts";
import { readHeader, type TensorInfo } from "../src/model/gguf/header.ts";
import { type TensorPlan, writeHeader } from "../src/model/gguf/writer.ts";
import { DEQUANTISE } from "../src/model/weights/dequantise.ts";
import { toSignedHalf } from "../src/model/weights/half.ts";
import { ensureModel } from "./fetch-model.ts";
import { FileSource } from "./file-source.ts";
import { exclusively, ggufFolder } from "./model-cache.ts";

const GROUP = 32;
const BLOCK_BYTES = 18;
/** Of tensors that are copied. */
const COPY_BYTES = 16 * 1024 * 1024;

/**
 * Rounds weights to Q4_0 as llama.cpp does (`quantize_row_q4_0_ref` of ggml-quants.c): the weight farthest from zero becomes −8,
 * so the scale has its sign turned; every step in single precision.
 * @param weights finite, a multiple of 32
 * @returns 18 bytes for each 32
 */
export function quantiseQ4(weights: Float32Array): Uint8Array<ArrayBuffer> {
  const blocks = new Uint8Array((weights.length / GROUP) * BLOCK_BYTES);
  for (let from = 0, write = 0; from < weights.length; from += GROUP, write += BLOCK_BYTES) {
    let farthest = 0;
    for (let j = from; j < from + GROUP; j++) {
      const weight = weights[j] as number;
      if (Math.abs(weight) > Math.abs(farthest)) farthest = weight;
    }
    const scale = Math.fround(farthest / -8);
    const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
    const round = (weight: number) =>
      Math.min(15, Math.trunc(Math.fround(Math.fround(weight * inverse) + 8.5)));
    const half = toSignedHalf(scale);
    blocks[write] = half & 255;
    blocks[write + 1] = half >> 8;
    for (let j = 0; j < 16; j++)
      blocks[write + 2 + j] =
        round(weights[from + j] as number) | (round(weights[from + j + 16] as number) << 4);
  }
  return blocks;
}

/**
 * Writes the GGUF, tensor by tensor in the order of its source.
 * @throws PostilError as `readHeader`; `gguf-unknown-tensor-type`, `gguf-bad-weights`
 */
export async function writeQ4(
  source: ByteSource,
  write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
): Promise<void> {
  const { keys, tensors, alignment } = await readHeader(source);
  const plans: TensorPlan[] = [];
  let end = 0;
  for (const tensor of tensors.values()) {
    const { name, dimensions, typeName, bytes } = tensor;
    if (bytes === undefined)
      throw new PostilError("gguf-unknown-tensor-type", { tensor: name, found: typeName });
    const offset = aligned(end, alignment);
    plans.push({ name, dimensions, type: isBody(tensor) ? "Q4_0" : typeName, offset });
    end = offset + (isBody(tensor) ? (weightsOf(tensor) / GROUP) * BLOCK_BYTES : bytes);
  }
  const rawKeys = { count: keys.count, bytes: await source.read(keys.offset, keys.bytes) };
  await write(writeHeader(rawKeys, plans, alignment));
  let at = 0;
  const put = async (bytes: Uint8Array<ArrayBuffer>) => {
    await write(bytes);
    at += bytes.length;
  };
  for (const tensor of tensors.values()) {
    await put(new Uint8Array(aligned(at, alignment) - at));
    if (isBody(tensor)) await put(await rounded(source, tensor));
    else
      for (let done = 0, bytes = tensor.bytes ?? 0; done < bytes; done += COPY_BYTES)
        await put(await source.read(tensor.offset + done, Math.min(COPY_BYTES, bytes - done)));
  }
}

function aligned(position: number, alignment: number): number {
  return Math.ceil(position / alignment) * alignment;
}

/** The matrices of the blocks; norms are vectors, and the embedding is no block's. */
function isBody({ name, dimensions }: TensorInfo): boolean {
  return name.startsWith("blk.") && dimensions.length > 1;
}

function weightsOf({ dimensions }: TensorInfo): number {
  return dimensions.reduce((product, d) => product * d, 1);
}

async function rounded(source: ByteSource, tensor: TensorInfo): Promise<Uint8Array<ArrayBuffer>> {
  const { name, typeName, offset, bytes } = tensor;
  const form = TENSOR_TYPES.get(tensor.type);
  if (!isConvertible(typeName) || form === undefined || bytes === undefined)
    throw new PostilError("gguf-unknown-tensor-type", { tensor: name, found: typeName });
  const blocks = await source.read(offset, bytes);
  if (typeName === "Q4_0") return blocks;
  const weights = new Float32Array(weightsOf(tensor));
  DEQUANTISE[typeName](blocks, weights.length, weights);
  if (!weights.every(Number.isFinite)) throw new PostilError("gguf-bad-weights", { tensor: name });
  return quantiseQ4(weights);
}

/** Makes the file `out`, which is there only when it is whole. */
export async function makeQ4(gguf: string, out: string): Promise<void> {
  const source = await FileSource.open(gguf);
  const part = `${out}.part`;
  let file: FileHandle | undefined;
  try {
    file = await open(part, "w");
    const target = file;
    await writeQ4(source, async (bytes) => target.writeFile(bytes));
    await file.close();
    await rename(part, out);
  } catch (thrown) {
    await file?.close().catch(() => undefined);
    await rm(part, { force: true });
    throw thrown;
  } finally {
    await source.close();
  }
}

/** The cached model's file with its body in Q4_0, made when the cache has none. */
export async function ensureQ4(quiet: boolean): Promise<string> {
  const { path } = await ensureModel({ quiet });
  const out = besideCached(path);
  return exclusively("q4", async () => {
    if ((await stat(out).catch(() => undefined)) === undefined) await makeQ4(path, out);
    return out;
  });
}

function besideCached(gguf: string): string {
  return join(ggufFolder(), `${basename(gguf, ".gguf")}.body-q4_0.gguf`);
}

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  try {
    const gguf = positionals[0] ?? (await ensureModel({ quiet: process.stderr.isTTY !== true })).path;
    const out = positionals[1] ?? besideCached(gguf);
    await makeQ4(gguf, out);
    console.log(out);
  } catch (thrown) {
    console.error(asPostilError(thrown).message);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
