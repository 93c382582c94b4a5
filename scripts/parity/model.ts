/** What `npm run parity` compares: a model library of ours, and a model converted for it. */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Stop, say } from "../lib/log.mjs";
import { ROOT, run, tool } from "../lib/run.mjs";

const LIBRARIES = join(ROOT, "assets", "model-lib");

/** As much of a library's manifest as is used here. */
export interface ParityLibrary {
  readonly name: string;
  readonly features: readonly string[];
  readonly model: { readonly contextWindow: number; readonly prefillChunk: number };
  readonly params: readonly { readonly layout: string }[];
}

/** The manifest of a library of ours. @throws Stop when there is none of this name */
export async function readLibrary(name: string): Promise<ParityLibrary> {
  const text = await readFile(manifestOf(name), "utf8").catch(() => null);
  if (text === null) throw new Stop(`There is no library ${name} in assets/model-lib.`);
  return JSON.parse(text) as ParityLibrary;
}

/** Whether only a GGUF whose body is Q4_0 can be converted for it. */
export function needsQ4({ params }: Pick<ParityLibrary, "params">): boolean {
  return params.some(({ layout }) => layout.startsWith("q4_"));
}

/** Path of a library's wasm. */
export function wasmOf({ name }: ParityLibrary): string {
  return join(LIBRARIES, `${name}.wasm`);
}

/**
 * The folder of the converted model, made when there is none for this file, this library's parameters and this converter.
 * @param cache where such folders are
 * @throws Stop when the file is not there, or cannot be converted
 */
export async function convertModel(gguf: string, library: ParityLibrary, cache: string): Promise<string> {
  const found = await stat(gguf).catch(() => null);
  if (!found?.isFile()) throw new Stop(`There is no model at ${gguf}.`);
  const what = [library.params, basename(gguf), found.size, found.mtimeMs, await hashSources("src/model")];
  const key = createHash("sha256").update(JSON.stringify(what)).digest("hex");
  const folder = join(cache, `model-${key.slice(0, 12)}`);
  // The converter writes its manifest last.
  if (await stat(join(folder, "postil.json")).catch(() => null)) return folder;
  say("Converting the weights");
  const args = ["scripts/convert.ts", gguf, folder, "--library", manifestOf(library.name)];
  await run(process.execPath, [tool("tsx/dist/cli.mjs"), ...args]);
  return folder;
}

function manifestOf(library: string): string {
  return join(LIBRARIES, `${library}.json`);
}

/** sha256 of the code in a folder of the project, names and bytes. */
async function hashSources(folder: string): Promise<string> {
  const names = await readdir(join(ROOT, folder), { recursive: true });
  const sources = names.filter((name) => /(?<!\.test)\.ts$/.test(name)).sort();
  const hash = createHash("sha256");
  for (const name of sources) hash.update(`${name}\n`).update(await readFile(join(ROOT, folder, name)));
  return hash.digest("hex");
}
