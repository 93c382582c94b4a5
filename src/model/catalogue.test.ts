import { expect, test } from "vitest";
import { buildGguf } from "../../test/gguf/build.ts";
import { MemoryStore } from "../../test/gguf/memory-store.ts";
import { tinyGemma, tinyLibrary } from "../../test/gguf/tiny-gemma.ts";
import { ChunkSource } from "./byte-source.ts";
import { CATALOGUE, DEFAULT_ENTRY, entryByHash } from "./catalogue.ts";
import { installFromGguf } from "./install.ts";

test("every entry has its own name and a source, and the first can be fetched by a browser", () => {
  expect(CATALOGUE[0]?.url).toMatch(/^https:\/\/huggingface\.co\//);
  for (const entry of CATALOGUE) {
    expect(entry.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(entry.url === undefined).toBe(entry.packages !== undefined);
    expect(entryByHash(entry.sha256)).toBe(entry);
  }
  for (const key of ["id", "name", "file", "sha256"] as const)
    expect(new Set(CATALOGUE.map((entry) => entry[key])).size).toBe(CATALOGUE.length);
});

test("a picked file that the catalogue knows gets the catalogue's name", async () => {
  const source = new ChunkSource([buildGguf(tinyGemma())]);
  const options = {
    libraries: [tinyLibrary()],
    store: new MemoryStore(),
    origin: { kind: "file", file: "x.gguf" },
  } as const;
  expect((await installFromGguf(source, { ...options, sha256: DEFAULT_ENTRY.sha256 })).name).toBe(
    DEFAULT_ENTRY.name,
  );
  expect((await installFromGguf(source, options)).name).toBe("Tiny Gemma");
});
