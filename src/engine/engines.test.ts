import { describe, expect, it } from "vitest";
import { MemoryStore } from "../../test/gguf/memory-store.ts";
import { clearModel } from "../model/model-store.ts";
import { recordsIn } from "./engines.ts";

describe("records beside a model", () => {
  it("are read as they were written, of each model its own", async () => {
    const records = recordsIn(new MemoryStore());
    expect(await records.read("m")).toBeUndefined();
    await records.write("m", { form: 1, passed: ["a card"] });
    expect(await records.read("m")).toEqual({ form: 1, passed: ["a card"] });
    expect(await records.read("n")).toBeUndefined();
  });

  it("go when the model goes", async () => {
    const store = new MemoryStore();
    const records = recordsIn(store);
    await records.write("m", {});
    await clearModel(store, "m");
    expect(await records.read("m")).toBeUndefined();
  });
});
