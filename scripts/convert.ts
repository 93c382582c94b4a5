/**
 * `npx tsx scripts/convert.ts GGUF OUTDIR [--library FILE]` installs a GGUF into a folder, as the extension does into the
 * browser's caches: without a library for the one that the file's types ask for. Prints the install manifest.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { LIBRARIES, runsEverywhere } from "../src/engine/libraries.ts";
import { asPostilError } from "../src/errors.ts";
import { installFromGguf } from "../src/model/install.ts";
import type { InstalledModel } from "../src/model/installed.ts";
import { type LibraryManifest, parseLibraryManifest } from "../src/model/library-manifest.ts";
import { FileSource } from "./file-source.ts";
import { FolderStore } from "./folder-store.ts";

/** @param library path of a library manifest @throws PostilError as `installFromGguf` */
export async function convert(
  gguf: string,
  folder: string,
  options: { library?: string; sha256?: string } = {},
): Promise<InstalledModel> {
  const paths = options.library === undefined ? everywhere() : [options.library];
  const libraries = await Promise.all(paths.map(readLibrary));
  const source = await FileSource.open(gguf);
  try {
    return await installFromGguf(source, {
      libraries,
      store: new FolderStore(folder),
      origin: { kind: "file", file: basename(gguf) },
      ...(options.sha256 !== undefined && { sha256: options.sha256 }),
    });
  } finally {
    await source.close();
  }
}

async function readLibrary(path: string): Promise<LibraryManifest> {
  return parseLibraryManifest(JSON.parse(await readFile(path, "utf8")));
}

/** Manifests of the built libraries that run on every device, as the extension offers them to an installation. */
function everywhere(): string[] {
  return LIBRARIES.filter(runsEverywhere)
    .map(({ name }) => fileURLToPath(new URL(`../assets/model-lib/${name}.json`, import.meta.url)))
    .filter((path) => existsSync(path));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { library: { type: "string" } },
  });
  const [gguf, folder] = positionals;
  if (gguf === undefined || folder === undefined) {
    console.error("usage: npx tsx scripts/convert.ts GGUF OUTDIR [--library FILE]");
    process.exitCode = 2;
    return;
  }
  try {
    const start = performance.now();
    const model = await convert(gguf, folder, values);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    console.error(`converted in ${seconds} s, at most ${megabytes} MB of memory`);
    console.log(JSON.stringify(model, null, 2));
  } catch (thrown) {
    console.error(asPostilError(thrown).message);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
