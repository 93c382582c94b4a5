/** The build's own steps: refuse a model library that does not belong to these sources, tidy up, add notices. */
import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative } from "node:path";
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
 * @param injected sources of such scripts
 */
export function dropUnusedCopies(outDir: string, injected: readonly string[]): Plugin {
  return {
    name: "postil:drop-unused-copies",
    apply: "build",
    enforce: "post",
    closeBundle() {
      for (const fault of removeUnusedCopies(outDir, injected)) this.error(fault);
    },
  };
}

/** Removes the copies that no other file of the build names. Tells of those that one does, as sentences. */
export function removeUnusedCopies(outDir: string, injected: readonly string[]): string[] {
  const beginnings = injected.map((source) => `assets/${basename(source)}-`);
  const copies = filesOf(outDir).filter((file) => beginnings.some((beginning) => file.startsWith(beginning)));
  return copies.flatMap((copy) => {
    const name = basename(copy);
    const user = filesOf(outDir).find(
      (file) => file !== copy && readFileSync(join(outDir, file)).includes(name),
    );
    if (user !== undefined) return [`${copy} was taken for an unused copy, but ${user} names it`];
    rmSync(join(outDir, copy));
    return [];
  });
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
      const manifest = readJson(path);
      delete manifest.web_accessible_resources;
      writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
    },
  };
}

/** Letters from which on a program in a string is worth a file of its own. */
const LONG_STRING = 1_000_000;
const EMBEDDED = new RegExp(`"(data:application/octet-stream;base64,[A-Za-z0-9+/=]{${LONG_STRING},})"`, "g");
const EMBEDDED_ID = "postil:embedded/";

/** The ids of the modules that `splitEmbedded` makes. */
export const EMBEDDED_MODULE = /postil:embedded\//;

/**
 * Takes programs that a package carries as very long strings out into modules of their own, which may become files of their
 * own: a store's checks read no script of more than 5 MB.
 * https://github.com/mozilla/addons-linter/blob/master/src/const.js
 * @param file end of the path of the script that has such strings; when it is built and has none, the build fails
 */
export function splitEmbedded(file: string): Plugin {
  let strings: readonly string[] = [];
  return {
    name: "postil:split-embedded",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith(file)) return null;
      const split = withoutEmbedded(code);
      if (split.strings.length === 0)
        this.error(`${file} has no program in a string that would have to be split off`);
      strings = split.strings;
      return { code: split.code, map: null };
    },
    resolveId: (id) => (id.startsWith(EMBEDDED_ID) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${EMBEDDED_ID}`)) return null;
      return `export default ${JSON.stringify(strings[Number(id.slice(EMBEDDED_ID.length + 1))])}`;
    },
  };
}

/** A module's source with imports in place of such strings, and the strings. */
export function withoutEmbedded(code: string): { code: string; strings: readonly string[] } {
  const strings: string[] = [];
  const rest = code.replace(EMBEDDED, (_literal, text: string) => `postilEmbedded${strings.push(text) - 1}`);
  const imports = strings.map((_, n) => `import postilEmbedded${n} from "${EMBEDDED_ID}${n}";\n`);
  return { code: imports.join("") + rest, strings };
}

/**
 * Puts LICENSE and NOTICE into the build, and completes the list that Vite makes of the packages in it and their licences
 * (https://vite.dev/config/build-options#build-license), which sees no packages that others have bundled. Fails the build
 * when one of our dependencies is not in the list.
 * @param inside packages that have come bundled in others, and the file with their licence
 */
export function addNotices(outDir: string, list: string, inside: Readonly<Record<string, string>>): Plugin {
  return {
    name: "postil:add-notices",
    apply: "build",
    enforce: "post",
    closeBundle() {
      for (const fault of completeNotices(".", outDir, list, inside)) this.error(fault);
    },
  };
}

/** Does the work of `addNotices` for the project in `root`. Returns what is wrong, as sentences. */
export function completeNotices(
  root: string,
  outDir: string,
  list: string,
  inside: Readonly<Record<string, string>>,
): string[] {
  for (const name of ["LICENSE", "NOTICE"]) cpSync(join(root, name), join(outDir, name));
  const path = join(outDir, list);
  if (!existsSync(path)) return [`${list} is missing: is build.license set?`];
  for (const [name, licence] of Object.entries(inside)) {
    const folder = join(root, "node_modules", name);
    const { version, license } = readJson(join(folder, "package.json"));
    const text = readFileSync(join(folder, licence), "utf8").trim();
    appendFileSync(path, `\n## ${name} - ${version} (${license})\n\n${text}\n`);
  }
  const listed = readFileSync(path, "utf8");
  const { dependencies } = readJson(join(root, "package.json")) as { dependencies: object };
  return Object.keys(dependencies)
    .filter((name) => !listed.includes(`\n## ${name} - `))
    .map((name) => `${list} lacks ${name}: if it is no longer in the build, it is no dependency`);
}

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
}

/** All files under a folder, as paths from it, with forward slashes. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}
