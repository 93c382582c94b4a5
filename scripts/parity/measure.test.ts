import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openJournal } from "../eval/journal.ts";
import { measure, type Session } from "./measure.ts";
import { type Device, PromptsInChunks } from "./prompts-in-chunks.ts";
import type { AfterPrompt, Reference } from "./reference.ts";

const TEXT = Array.from({ length: 40 }, (_, at) => at % 7);
const CHUNK = 16;

/** A model of ten tokens: its logits say how many tokens it has seen and which; it goes on with the remainder of their number. */
function logitsAfter(ids: readonly number[]): Float32Array {
  const logits = Float32Array.from(
    { length: 10 },
    (_, token) => Math.sin(ids.length + token) + 0.01 * (ids.at(-1) ?? 0),
  );
  logits[ids.length % 10] = 5;
  return logits;
}

function referenceOf(lengths: readonly number[]): Reference {
  const after = new Map<number, AfterPrompt>();
  for (const length of lengths) {
    const greedy = [length % 10, (length + 1) % 10, (length + 2) % 10];
    const tops = greedy.map((token) => [[token, 5]] as const);
    after.set(length, { logits: logitsAfter(TEXT.slice(0, length)), greedy, tops });
  }
  return { folder: "none", ids: TEXT, after };
}

/** The model, whose cache may keep a trace of what was taken from it. */
class Model implements Device {
  appended = 0;
  #ids: number[] = [];
  #trace = 0;
  readonly #leaks: boolean;

  constructor(leaks = false) {
    this.#leaks = leaks;
  }
  async empty(): Promise<void> {
    this.#ids = [];
    this.#trace = 0;
  }
  async drop(count: number): Promise<void> {
    this.#ids.splice(this.#ids.length - count);
    if (this.#leaks) this.#trace = 1e-4;
  }
  async append(ids: readonly number[]): Promise<void> {
    this.appended += ids.length;
    this.#ids.push(...ids);
  }
  async logits(): Promise<Float32Array> {
    return logitsAfter(this.#ids).map((logit) => logit + this.#trace);
  }
  async choose(): Promise<number> {
    return this.#ids.length % 10;
  }
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "postil-parity-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const opening = (model: Device) => async (): Promise<Session> => ({
  prompts: new PromptsInChunks(model, TEXT),
  close: async () => undefined,
});

describe("measuring all lengths", () => {
  it("has a row for each way to cut a length, with our own tokens where the logits are new", async () => {
    const model = new Model();
    const { rows, replays, tokens } = await measure(
      referenceOf([1, 6, 17, 40]),
      CHUNK,
      openJournal(undefined),
      opening(model),
    );
    expect(rows.map(({ tokens, chunks }) => [tokens, chunks.join("+")])).toEqual([
      [1, "1"],
      [6, "6"],
      [17, "16+1"],
      [40, "16+16+8"],
      // A single token cannot be cut.
      [6, "4+2"],
      [17, "4+12+1"],
      [40, "4+12+16+8"],
    ]);
    expect(rows.every(({ comparison }) => comparison.difference === 0)).toBe(true);
    expect(rows.map(({ greedy }) => greedy)).toEqual([
      ...[1, 6, 17, 40].map((length) => [length % 10, (length + 1) % 10, (length + 2) % 10]),
      ...[null, null, null],
    ]);
    // 40 in whole chunks keeps 16 of 17; in uneven ones 17 keeps 4 of 6, and 40 keeps 16 of 17.
    expect(tokens).toEqual({ given: 1 + 6 + 17 + 40 + 6 + 17 + 40, computed: 1 + 6 + 17 + 24 + 6 + 13 + 24 });
    expect(replays).toEqual([
      { tokens: 40, plan: "chunks of 16", kept: 16, same: true },
      { tokens: 17, plan: "uneven chunks of 16", kept: 4, same: true },
    ]);
  });

  it("finds a cache that is not as good as new after it was cut back", async () => {
    const model = new Model(true);
    const { replays } = await measure(referenceOf([16, 40]), CHUNK, openJournal(undefined), opening(model));
    expect(replays[0]).toMatchObject({ tokens: 40, kept: 16, same: false });
  });

  it("measures nothing twice that the journal has, and opens nothing then", async () => {
    const path = join(folder, "journal.jsonl");
    const reference = referenceOf([6, 17, 40]);
    const first = await measure(reference, CHUNK, openJournal(path), opening(new Model()));
    const never = (): Promise<Session> => Promise.reject(new Error("opened"));
    expect(await measure(reference, CHUNK, openJournal(path), never)).toEqual(first);
  });

  it("goes on after a break with what is missing", async () => {
    const path = join(folder, "journal.jsonl");
    const broken = new Model();
    broken.append = async (ids) => {
      if (ids.length === 8) throw new Error("lost");
      return Model.prototype.append.call(broken, ids);
    };
    const reference = referenceOf([6, 17, 40]);
    await expect(measure(reference, CHUNK, openJournal(path), opening(broken))).rejects.toThrow("lost");
    expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(2);
    const model = new Model();
    const { rows } = await measure(reference, CHUNK, openJournal(path), opening(model));
    expect(rows).toHaveLength(6);
    expect(rows.every(({ comparison }) => comparison.difference === 0)).toBe(true);
  });
});
