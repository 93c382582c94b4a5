/** What is in the Firefox build: its manifest's promises, and what Mozilla's checks say of it. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ACCEPTED, lintAddon } from "../../scripts/lib/addon-lint.mjs";
import { EXTENSION, ensureBuild, extensionDir } from "../../scripts/lib/setup.mjs";

interface Manifest {
  readonly permissions: readonly string[];
  readonly optional_host_permissions: readonly string[];
  readonly background: { readonly scripts: readonly string[]; readonly type: string };
  readonly sidebar_action: { readonly default_panel: string };
  readonly content_security_policy: { readonly extension_pages: string };
  readonly browser_specific_settings: unknown;
}

const read = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));

let manifest: Manifest;
let files: string[];
beforeAll(async () => {
  await ensureBuild("chromium");
  await ensureBuild("firefox");
  manifest = await read(extensionDir("firefox"));
  files = await readdir(extensionDir("firefox"), { recursive: true });
});

describe("the Firefox add-on", () => {
  test("asks for these permissions and no site", () => {
    const asked = [...manifest.permissions].sort();
    expect(asked).toEqual(["activeTab", "menus", "scripting", "storage", "unlimitedStorage"]);
    for (const key of ["host_permissions", "optional_permissions"]) expect(manifest).not.toHaveProperty(key);
    for (const key of ["content_scripts", "web_accessible_resources", "externally_connectable"])
      expect(manifest).not.toHaveProperty(key);
  });

  test("has the same walls as the extension for Chromium", async () => {
    const chromium = await read(EXTENSION);
    expect(manifest.content_security_policy).toEqual(chromium.content_security_policy);
    expect(manifest.optional_host_permissions).toEqual(chromium.optional_host_permissions);
  });

  test("names only files that are there, and carries nothing that only Chromium could use", () => {
    const [script = ""] = manifest.background.scripts;
    expect(files).toContain(script);
    expect(files).toContain(manifest.sidebar_action.default_panel);
    expect(files).toContain("engine-worker.js");
    expect(files.filter((file) => /offscreen/u.test(file))).toEqual([]);
  });

  test("passes Mozilla's checks but for what is said of libraries", async () => {
    const { faults, accepted } = await lintAddon();
    expect(faults).toEqual([]);
    // An entry of the list that nothing needs any more must go.
    for (const { code, file } of ACCEPTED)
      expect(accepted.some((finding) => finding.code === code && file.test(finding.file ?? ""))).toBe(true);
  });
});
