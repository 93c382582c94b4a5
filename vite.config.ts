import { crx, type ManifestV3Export } from "@crxjs/vite-plugin";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import manifest from "./manifest.json" with { type: "json" };
import { forFirefox, type Manifest } from "./scripts/firefox-manifest.ts";
import { packagePdfjs } from "./scripts/pdfjs.ts";
import { withSearchEngines } from "./scripts/search-engines-manifest.ts";
import {
  addNotices,
  checkModelLibrary,
  dropUnusedCopies,
  EMBEDDED_MODULE,
  splitEmbedded,
  tidyManifest,
} from "./scripts/vite-plugins.ts";
import { adaptWllama, packageWllama } from "./scripts/wllama.ts";

/** What is put into pages. Each is one file, as a page has no modules of ours. */
const INJECTED = [
  "src/content/filter.ts",
  "src/page/extract.ts",
  "src/page/highlight.ts",
  "src/page/mail/mail.ts",
  "src/page/pdf/fetch.ts",
];

/** `vite build --mode firefox` builds for Firefox, any other mode for Chromium. */
export default defineConfig(({ mode }) => {
  const firefox = mode === "firefox";
  const outDir = firefox ? "dist/firefox" : "dist/chromium";
  return {
    publicDir: "assets",
    define: { __BROWSER__: JSON.stringify(firefox ? "firefox" : "chromium") },
    plugins: [
      checkModelLibrary("assets/model-lib"),
      packageWllama(),
      packagePdfjs(),
      adaptWllama(),
      splitEmbedded("/@mlc-ai/web-llm/lib/index.js"),
      preact(),
      crx({
        manifest: withSearchEngines(
          (firefox ? forFirefox(manifest as Manifest) : manifest) as ManifestV3Export,
        ),
        browser: firefox ? "firefox" : "chrome",
        contentScripts: { standaloneFiles: INJECTED },
      }),
      tidyManifest(outDir),
      dropUnusedCopies(outDir, INJECTED),
      addNotices(outDir, "THIRD-PARTY.md", { loglevel: "LICENSE-MIT" }),
    ],
    build: {
      target: firefox ? "firefox142" : "chrome124",
      outDir,
      emptyOutDir: true,
      license: { fileName: "THIRD-PARTY.md" },
      // Everything lies beside the extension's pages, and workers have no document to preload with.
      modulePreload: false,
      // The tokenizers of WebLLM are a program in a string; Mozilla's checks read no script of more than 5 MB.
      chunkSizeWarningLimit: 5000,
      rollupOptions: {
        // Says nothing about the build's result.
        checks: { pluginTimings: false },
        input: {
          panel: "src/panel/panel.html",
          // Built with the rest rather than as a worker, whose packages Vite would leave out of the licences.
          worker: "src/engine/worker.ts",
          ...(firefox ? {} : { offscreen: "src/owner/offscreen.html" }),
        },
        output: {
          // The one script that is named by its address (see src/owner/make-worker.ts).
          codeSplitting: {
            groups: [
              { name: "tokenizers-wasm", test: EMBEDDED_MODULE },
              // What the store's checks say of it is not said of our own code.
              { name: "preact", test: /node_modules\/(@preact|preact)\// },
              { name: "pdfjs", test: /node_modules\/pdfjs-dist\// },
            ],
          },
          entryFileNames: ({ name }) => (name === "worker" ? "engine-worker.js" : "assets/[name]-[hash].js"),
        },
      },
    },
  };
});
