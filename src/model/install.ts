/** From a GGUF to a model that every engine can load, in one go; on any failure nothing of it stays behind. */
import { asPostilError, PostilError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";
import { entryByHash } from "./catalogue.ts";
import { chatConfig } from "./chat-config.ts";
import { type GgufHeader, readHeader } from "./gguf/header.ts";
import { KEYS_FILE } from "./gguf/rebuilt.ts";
import { writeHeader } from "./gguf/writer.ts";
import { checkModel, chooseLibrary, modelName, promptStyle } from "./identify.ts";
import { baseUrlOf, parseInstalledModel } from "./install-manifest.ts";
import type { InstalledModel, InstallProgress, StoredFile } from "./installed.ts";
import { verifyInstalled } from "./installed-models.ts";
import { type LibraryManifest, layoutDigest } from "./library-manifest.ts";
import { clearModel, MANIFEST_FILE, type ModelStore } from "./model-store.ts";
import { hashSource, hexDigest } from "./sha256.ts";
import { buildTokenizerJson } from "./tokenizer.ts";
import { readVocabulary } from "./vocabulary.ts";
import { Converter, rowsOf } from "./weights/convert.ts";
import { planShards, type Shard, TENSOR_CACHE_FILE, tensorCache } from "./weights/shards.ts";

export interface InstallOptions {
  /** What the weights may be laid out for, the most wanted first; the GGUF's own types decide (`chooseLibrary`). */
  readonly libraries: readonly LibraryManifest[];
  readonly store: ModelStore;
  readonly origin: InstalledModel["origin"];
  /** As shown to the user; without it the catalogue's for a file it knows, or the GGUF's own `general.name`. */
  readonly name?: string;
  /** sha256 of the whole GGUF, when the caller has just verified it; without it the file is read once more for it. */
  readonly sha256?: string;
  readonly onProgress?: (progress: InstallProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Checks, converts and stores a GGUF. A model that is already installed and unharmed is returned as it is.
 * @throws PostilError the codes of `readHeader` and `checkModel`; `gguf-bad-weights`, `file-unreadable`, `model-storage-full`,
 * `cancelled`. After each of them nothing of the model is in the store.
 */
export async function installFromGguf(source: ByteSource, options: InstallOptions): Promise<InstalledModel> {
  const { store, signal } = options;
  const header = await readHeader(source);
  const library = chooseLibrary(header, options.libraries);
  checkModel(header, library);
  const style = promptStyle(header);
  const report = (phase: InstallProgress["phase"], done: number) =>
    options.onProgress?.({ phase, done, total: source.size });
  const sha256 = options.sha256 ?? (await hashSource(source, (done) => report("check", done), signal));
  const id = sha256.slice(0, 16);
  const layout = await layoutDigest(library);

  const present = await findUnharmed(store, id, layout, signal);
  if (present !== undefined) return present;
  try {
    await clearModel(store, id);
    const files = await writeFiles(source, header, id, library, options, (done) => report("convert", done));
    const model: InstalledModel = {
      form: 2,
      id,
      name: options.name ?? entryByHash(sha256)?.name ?? modelName(header) ?? "Gemma 3 270M",
      style,
      origin: options.origin,
      library: library.name,
      layout,
      baseUrl: baseUrlOf(id),
      contextWindow: library.model.contextWindow,
      files,
      installedAt: Date.now(),
    };
    if (signal?.aborted) throw new PostilError("cancelled");
    await store.write(id, MANIFEST_FILE, new TextEncoder().encode(JSON.stringify(model)));
    report("convert", source.size);
    return model;
  } catch (thrown) {
    // The first error is the one to tell; that the store also fails to delete changes nothing for the user.
    await clearModel(store, id).catch(() => undefined);
    throw asPostilError(thrown);
  }
}

/** A whole installation of the same file for the same library, or undefined. */
async function findUnharmed(
  store: ModelStore,
  id: string,
  layout: string,
  signal?: AbortSignal,
): Promise<InstalledModel | undefined> {
  const bytes = await store.read(id, MANIFEST_FILE);
  if (bytes === undefined) return undefined;
  try {
    const model = parseInstalledModel(bytes, id);
    if (model.layout !== layout) return undefined;
    // By hash: who installs again may do so because something is wrong.
    await verifyInstalled(store, model, { deep: true, ...(signal && { signal }) });
    return model;
  } catch (error) {
    if (error instanceof PostilError && error.code === "model-damaged") return undefined;
    throw error;
  }
}

async function writeFiles(
  source: ByteSource,
  header: GgufHeader,
  id: string,
  library: LibraryManifest,
  { store, signal }: InstallOptions,
  onRead: (done: number) => void,
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  const write = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
    if (signal?.aborted) throw new PostilError("cancelled");
    const [sha256] = await Promise.all([hexDigest(bytes), store.write(id, name, bytes)]);
    files.push({ name, size: bytes.length, sha256 });
  };
  const writeText = (name: string, text: string) => write(name, new TextEncoder().encode(text));

  // The tokenizer first: a file without a usable vocabulary fails before its weights are converted.
  const vocabulary = readVocabulary(header, library.model.vocabSize);
  await writeText("tokenizer.json", buildTokenizerJson(vocabulary));
  await writeText("mlc-chat-config.json", chatConfig(library, vocabulary));
  const keys = { count: header.keys.count, bytes: await source.read(header.keys.offset, header.keys.bytes) };
  await write(KEYS_FILE, writeHeader(keys, [], header.alignment));

  const shards = planShards(library.params, (from) => rowsOf(header, from));
  let done = 0;
  const converter = new Converter(
    source,
    header,
    (bytes) => {
      done += bytes;
      onRead(Math.min(done, source.size));
    },
    signal,
  );
  const parameters = new Map(library.params.map((parameter) => [parameter.name, parameter]));
  for (const shard of shards) await write(shard.dataPath, await fillShard(shard, parameters, converter));
  await writeText(TENSOR_CACHE_FILE, tensorCache(shards));
  return files;
}

async function fillShard(
  shard: Shard,
  parameters: ReadonlyMap<string, LibraryManifest["params"][number]>,
  converter: Converter,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(shard.nbytes);
  for (const { name, byteOffset, nbytes } of shard.records) {
    const parameter = parameters.get(name);
    if (parameter !== undefined)
      await converter.convert(parameter, bytes.subarray(byteOffset, byteOffset + nbytes));
  }
  return bytes;
}
