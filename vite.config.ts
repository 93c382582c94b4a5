import { crx, type ManifestV3Export } from "@crxjs/vite-plugin";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import manifest from "./manifest.json" with { type: "json" };
import { addNotices, checkModelLibrary, dropUnusedCopies, tidyManifest } from "./scripts/vite-plugins.ts";

export default defineConfig({
  publicDir: "assets",
  plugins: [
    checkModelLibrary("assets/model-lib"),
    preact(),
    crx({
      manifest: manifest as ManifestV3Export,
      contentScripts: { standaloneFiles: ["src/page/extract.ts"] },
    }),
    tidyManifest("dist"),
    dropUnusedCopies("dist"),
    addNotices("dist", "THIRD-PARTY.md", { loglevel: "LICENSE-MIT" }),
  ],
  build: {
    target: "chrome124",
    outDir: "dist",
    emptyOutDir: true,
    license: { fileName: "THIRD-PARTY.md" },
    modulePreload: { polyfill: false },
    // WebLLM is one lazy chunk of 6 MB.
    chunkSizeWarningLimit: 7000,
    rollupOptions: { input: { panel: "src/panel/panel.html", offscreen: "src/engine/offscreen.html" } },
  },
});
