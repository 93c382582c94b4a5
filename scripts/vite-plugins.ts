/** The build's own steps: refuse a model library that does not belong to these sources, and tidy the manifest. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

interface LibraryManifest {
  wasm: { file: string; sha256: string };
  sources: Record<string, string>;
}

/**
 * Fails the build when a model library (wasm) is missing, is not the one its manifest names, or was compiled from other
 * sources than those in `compiler/`.
 * @param folder where libraries and their manifests lie
 */
export function checkModelLibrary(folder: string): Plugin {
  return {
    name: "postil:check-model-library",
    buildStart() {
      const manifests = existsSync(folder)
        ? readdirSync(folder).filter((name) => name.endsWith(".json"))
        : [];
      if (manifests.length === 0) this.error(`no model library in ${folder}; run: npm run compile`);
      for (const name of manifests) {
        for (const fault of libraryFaults(join(folder, name))) this.error(`${fault}; run: npm run compile`);
      }
    },
  };
}

/** What is wrong with one library, as sentences; empty when nothing is. Paths in a manifest start at the repository's root. */
export function libraryFaults(manifestPath: string, root = "."): string[] {
  const manifest = JSON.parse(readFileSync(manifestPath, "utf8")) as LibraryManifest;
  const wasm = join(manifestPath, "..", manifest.wasm.file);
  if (!existsSync(wasm)) return [`${wasm} is missing`];
  const faults: string[] = [];
  if (sha256(wasm) !== manifest.wasm.sha256) faults.push(`${wasm} is not the file its manifest names`);
  for (const [source, hash] of Object.entries(manifest.sources)) {
    const path = join(root, source);
    if (!existsSync(path))
      faults.push(`${source}, from which ${manifest.wasm.file} was compiled, is missing`);
    else if (sha256(path) !== hash)
      faults.push(`${source} has changed since ${manifest.wasm.file} was compiled`);
  }
  return faults;
}

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/**
 * crxjs leaves a second, unused copy of a script that is injected on demand among the build's chunks.
 * @param outDir the build's folder
 */
export function dropUnusedCopies(outDir: string): Plugin {
  return {
    name: "postil:drop-unused-copies",
    apply: "build",
    enforce: "post",
    closeBundle() {
      const folder = join(outDir, "assets");
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder))
        if (/^extract\.ts-.*\.js$/.test(name)) rmSync(join(folder, name));
    },
  };
}

/**
 * crxjs declares scripts that are injected on demand as accessible to every web page, which they need not be: injection by
 * `scripting.executeScript` works without, and a page could use them to tell that Postil is installed.
 * @param outDir the build's folder
 */
export function tidyManifest(outDir: string): Plugin {
  return {
    name: "postil:tidy-manifest",
    apply: "build",
    enforce: "post",
    closeBundle() {
      const path = join(outDir, "manifest.json");
      if (!existsSync(path)) return;
      const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
      delete manifest.web_accessible_resources;
      writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
    },
  };
}
