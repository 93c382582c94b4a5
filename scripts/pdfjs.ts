/**
 * Puts into the build what pdf.js fetches while it runs: its worker, as a file, since an extension's content security policy
 * allows no other, and the character maps of Chinese, Japanese and Korean fonts, without which many PDFs in those languages
 * have no text. Fonts and image decoders stay out: nothing is drawn.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** Folder of the build that holds the files; `panel/pdf/pages.ts` is told it. */
export const PDFJS_FOLDER = "pdfjs";

/** Where pdf.js lies, with older browsers' missing functions in it: its other build is for the newest only. */
export const PDFJS = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

export function packagePdfjs(): Plugin {
  return {
    name: "postil:package-pdfjs",
    apply: "build",
    generateBundle() {
      for (const [name, path] of Object.entries(pdfjsFiles()))
        this.emitFile({ type: "asset", fileName: `${PDFJS_FOLDER}/${name}`, source: readFileSync(path) });
    },
  };
}

/** The files of `PDFJS_FOLDER`: name in the build → path. */
export function pdfjsFiles(): Record<string, string> {
  const maps = join(PDFJS, "cmaps");
  const files: Record<string, string> = {
    "worker.js": join(PDFJS, "legacy", "build", "pdf.worker.min.mjs"),
  };
  for (const name of readdirSync(maps)) files[`cmaps/${name}`] = join(maps, name);
  return files;
}
