/** What is in the build: the promises of the manifest, and nothing more than the extension needs. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { EXTENSION, ensureBuild } from "../../scripts/lib/setup.mjs";
import { SEARCH_SITES } from "../../src/sites/search/registry.ts";

let manifest: chrome.runtime.ManifestV3;
let files: string[];
beforeAll(async () => {
  await ensureBuild();
  manifest = JSON.parse(await readFile(join(EXTENSION, "manifest.json"), "utf8"));
  files = await readdir(EXTENSION, { recursive: true });
});

describe("the built manifest", () => {
  test("asks for these permissions and no site", () => {
    expect(manifest.manifest_version).toBe(3);
    expect([...(manifest.permissions ?? [])].sort()).toEqual([
      "activeTab",
      "contextMenus",
      "offscreen",
      "scripting",
      "sidePanel",
      "storage",
      "unlimitedStorage",
    ]);
    for (const key of ["host_permissions", "optional_permissions", "content_scripts"])
      expect(manifest).not.toHaveProperty(key);
  });

  test("may ask later for search engines, one host each, and for nothing else", () => {
    const engines = SEARCH_SITES.flatMap(({ matches }) => matches);
    expect([...(manifest.optional_host_permissions ?? [])].sort()).toEqual([...new Set(engines)].sort());
    for (const pattern of engines) expect(pattern).toMatch(/^https:\/\/(\*\.)?[\w-]+(\.[\w-]+)+\/\*$/u);
  });

  test("opens nothing to pages or to other extensions", () => {
    for (const key of ["web_accessible_resources", "externally_connectable", "sandbox"])
      expect(manifest).not.toHaveProperty(key);
  });

  test("reaches no host but the model's, and runs no code that is not its own", () => {
    const policy = new Map(
      (manifest.content_security_policy?.extension_pages ?? "").split(";").map((directive) => {
        const [name = "", ...sources] = directive.trim().split(/\s+/u);
        return [name, sources.sort()];
      }),
    );
    expect(policy.get("default-src")).toEqual(["'none'"]);
    expect(policy.get("script-src")).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get("connect-src")).toEqual([
      "'self'",
      "https://*.hf.co",
      "https://*.huggingface.co",
      "https://huggingface.co",
    ]);
    for (const name of ["style-src", "img-src", "font-src", "worker-src"])
      expect(policy.get(name)).toEqual(["'self'"]);
    for (const name of ["base-uri", "form-action", "frame-ancestors"])
      expect(policy.get(name)).toEqual(["'none'"]);
  });

  test("names only files that are there", () => {
    const named = [
      ...Object.values(manifest.icons ?? {}),
      manifest.background && "service_worker" in manifest.background
        ? manifest.background.service_worker
        : "",
      (manifest as { side_panel?: { default_path: string } }).side_panel?.default_path ?? "",
      "_locales/en/messages.json",
    ];
    for (const file of named) expect(files).toContain(file);
  });
});

describe("the built files", () => {
  // https://source.chromium.org/chromium/chromium/src/+/main:base/strings/string_util.h (IsStringUTF8)
  test("no script for pages has what Chromium takes for no UTF-8: code points that are no characters", async () => {
    const scripts = files.filter((file) => /^src\/(page|content)\/.*\.js$/u.test(file));
    expect(scripts.length).toBeGreaterThan(4);
    for (const file of scripts)
      expect(await readFile(join(EXTENSION, file), "utf8"), file).not.toMatch(/\p{Noncharacter_Code_Point}/u);
  });

  test("no tests, sources, maps or weights among them", () => {
    const stray = files.filter((file) => /\.(ts|tsx|map|gguf|safetensors|bin)$|\.test\./u.test(file));
    expect(stray).toEqual([]);
  });

  test("every extension page loads its scripts and styles from the extension alone", async () => {
    const pages = files.filter((file) => file.endsWith(".html"));
    expect(pages.length).toBeGreaterThanOrEqual(2);
    for (const page of pages) {
      const html = await readFile(join(EXTENSION, page), "utf8");
      expect(html).not.toMatch(/(src|href)\s*=\s*["']?\s*(https?:)?\/\//iu);
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/iu);
    }
  });
});
