/**
 * `npx tsx scripts/convert.ts GGUF OUTDIR [--library FILE]` installs a GGUF into a folder, as the extension does into the
 * browser's caches. Prints the install manifest.
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { asPostilError } from "../src/errors.ts";
import { installFromGguf } from "../src/model/install.ts";
import type { InstalledModel } from "../src/model/installed.ts";
import { parseLibraryManifest } from "../src/model/library-manifest.ts";
import { FileSource } from "./file-source.ts";
import { FolderStore } from "./folder-store.ts";

const DEFAULT_LIBRARY = fileURLToPath(
  new URL("../assets/model-lib/gemma3-270m-q8-f32.json", import.meta.url),
);

/** @param library path of a library manifest @throws PostilError as `installFromGguf` */
export async function convert(
  gguf: string,
  folder: string,
  options: { library?: string; sha256?: string } = {},
): Promise<InstalledModel> {
  const library = parseLibraryManifest(
    JSON.parse(await readFile(options.library ?? DEFAULT_LIBRARY, "utf8")),
  );
  const source = await FileSource.open(gguf);
  try {
    return await installFromGguf(source, {
      library,
      store: new FolderStore(folder),
      origin: { kind: "file", file: basename(gguf) },
      ...(options.sha256 !== undefined && { sha256: options.sha256 }),
    });
  } finally {
    await source.close();
  }
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
