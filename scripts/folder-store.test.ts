import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listInstalled, removeInstalled, verifyInstalled } from "../src/model/installed-models.ts";
import { buildGguf } from "../test/gguf/build.ts";
import { tinyGemma, tinyLibrary } from "../test/gguf/tiny-gemma.ts";
import { convert } from "./convert.ts";
import { FolderStore } from "./folder-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "postil-store-"));
  await writeFile(join(folder, "tiny.gguf"), buildGguf(tinyGemma()));
  await writeFile(join(folder, "library.json"), JSON.stringify(tinyLibrary()));
});
afterEach(() => rm(folder, { recursive: true }));

test("a file on disk is installed into a folder, and removed from it", async () => {
  const out = join(folder, "out");
  const model = await convert(join(folder, "tiny.gguf"), out, { library: join(folder, "library.json") });
  const store = new FolderStore(out);
  expect((await readdir(out)).sort()).toEqual([...model.files.map(({ name }) => name), "postil.json"].sort());
  expect((await listInstalled(store)).models).toEqual([model]);
  await verifyInstalled(store, model, { deep: true });
  expect(JSON.parse(await readFile(join(out, "tensor-cache.json"), "utf8")).records).toHaveLength(1);

  await writeFile(join(out, "mine.txt"), "not a model's");
  await removeInstalled(store, model.id);
  expect(await readdir(out)).toEqual(["mine.txt"]);
  expect((await listInstalled(store)).models).toEqual([]);
});

test("a folder that is not there holds nothing", async () => {
  const store = new FolderStore(join(folder, "nowhere"));
  expect(await store.models()).toEqual([]);
  expect(await store.files("x")).toEqual([]);
  expect(await store.size("x", "postil.json")).toBeUndefined();
});
