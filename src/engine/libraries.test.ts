import { readdirSync, readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { tinyLibrary } from "../../test/gguf/tiny-gemma.ts";
import { LIBRARIES, Libraries } from "./libraries.ts";

afterEach(() => vi.unstubAllGlobals());

/** An extension that carries these libraries. */
function carrying(names: readonly string[]) {
  const fetched = vi.fn(async (url: string) => {
    const name = /^x\/(.*)\.json$/.exec(url)?.[1] ?? "";
    if (!names.includes(name)) throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify({ ...tinyLibrary(), name }));
  });
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

test("weights are laid out for libraries that every device runs, in the order of the list", async () => {
  carrying(LIBRARIES.map(({ name }) => name));
  const names = (await new Libraries("x/").installable()).map(({ name }) => name);
  expect(names).toEqual(["gemma3-270m-q4-f32", "gemma3-270m-q8-f32"]);
});

test("what a library needs is what its manifest says, and every library that was built is known", () => {
  const folder = "assets/model-lib";
  const built = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const features = built.map((name) => {
    const manifest = JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as Record<string, unknown>;
    return [manifest.name, manifest.features];
  });
  expect(Object.fromEntries(features)).toEqual(
    Object.fromEntries(LIBRARIES.map(({ name, needs }) => [name, needs])),
  );
});

test("a library that is not carried is none, and each manifest is read once", async () => {
  const fetched = carrying(["gemma3-270m-q8-f32"]);
  const libraries = new Libraries("x/");
  expect((await libraries.installable()).map(({ name }) => name)).toEqual(["gemma3-270m-q8-f32"]);
  expect(await libraries.manifest("gemma3-270m-q8-f16")).toBeNull();
  expect((await libraries.manifest("gemma3-270m-q8-f32"))?.name).toBe("gemma3-270m-q8-f32");
  const addresses = fetched.mock.calls.map(([url]) => url);
  expect(addresses).toEqual([...new Set(addresses)]);
});
