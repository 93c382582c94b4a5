import { beforeEach, describe, expect, it, vi } from "vitest";
import { job } from "../../test/ui/states.ts";

const stored: Record<string, unknown> = {};
const session = {
  get: vi.fn(async (key: string) => structuredClone({ [key]: stored[key] })),
  set: vi.fn(async (fields: object) => void Object.assign(stored, structuredClone(fields))),
};
vi.mock("webextension-polyfill", () => ({ default: { storage: { session } } }));
const { MemoryShelf, SessionShelf } = await import("./job-shelf.ts");

beforeEach(() => {
  delete stored.jobs;
});

describe("SessionShelf", () => {
  it("gives back what was written last, to another owner too", async () => {
    const shelf = new SessionShelf();
    expect(await shelf.read()).toEqual([]);
    void shelf.write([job({ id: "a" })]);
    await shelf.write([job({ id: "b" })]);
    expect((await new SessionShelf().read()).map(({ id }) => id)).toEqual(["b"]);
  });

  it("is empty when what is there makes no sense", async () => {
    stored.jobs = [{ id: "half a job" }];
    expect(await new SessionShelf().read()).toEqual([]);
  });

  it("goes on after a write that failed", async () => {
    const quiet = vi.spyOn(console, "error").mockImplementation(() => undefined);
    session.set.mockRejectedValueOnce(new Error("quota"));
    const shelf = new SessionShelf();
    await shelf.write([job({ id: "a" })]);
    await shelf.write([job({ id: "b" })]);
    expect((await shelf.read()).map(({ id }) => id)).toEqual(["b"]);
    expect(quiet).toHaveBeenCalledTimes(1);
    quiet.mockRestore();
  });
});

it("MemoryShelf keeps the last", async () => {
  const shelf = new MemoryShelf();
  expect(await shelf.read()).toEqual([]);
  await shelf.write([job({ id: "a" })]);
  expect((await shelf.read()).map(({ id }) => id)).toEqual(["a"]);
});
