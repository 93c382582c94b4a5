import { describe, expect, it } from "vitest";
import { naturalPlan, unevenPlan } from "./chunks.ts";
import { type Device, PromptsInChunks } from "./prompts-in-chunks.ts";

/** A device whose "logits" are the tokens that it holds, and whose next token is their number. */
class Held implements Device {
  readonly calls: string[] = [];
  ids: number[] = [];

  async empty(): Promise<void> {
    this.calls.push("empty");
    this.ids = [];
  }
  async drop(count: number): Promise<void> {
    if (count > this.ids.length) throw new Error("more than there is");
    this.calls.push(`drop ${count}`);
    this.ids = this.ids.slice(0, this.ids.length - count);
  }
  async append(ids: readonly number[]): Promise<void> {
    this.calls.push(`append ${ids.length}`);
    this.ids.push(...ids);
  }
  async logits(): Promise<Float32Array> {
    return Float32Array.from(this.ids);
  }
  async choose(): Promise<number> {
    return this.ids.length;
  }
}

const TEXT = Array.from({ length: 1000 }, (_, at) => 2 * at + 1);
const natural = naturalPlan(512);

describe("prompts that are beginnings of one text", () => {
  it("share whole chunks, and hold their own tokens and no others", async () => {
    const device = new Held();
    const prompts = new PromptsInChunks(device, TEXT);
    for (const plan of [natural, unevenPlan(512), natural])
      for (const tokens of [1, 6, 200, 512, 513, 600, 1000]) {
        const { logits } = await prompts.prompt(tokens, plan);
        expect(Array.from(logits)).toEqual(TEXT.slice(0, tokens));
        await prompts.continueLike([tokens, tokens + 1, tokens + 2]);
      }
  });

  it("compute only what the cache does not have, and always the last chunk", async () => {
    const device = new Held();
    const prompts = new PromptsInChunks(device, TEXT);
    await prompts.prompt(512, natural);
    await prompts.continueLike([512, 513, 514]);
    const { kept } = await prompts.prompt(600, natural);
    expect(kept).toBe(512);
    await prompts.prompt(600, natural);
    expect(device.calls).toEqual([
      ...["empty", "append 512", "append 1", "append 1"],
      ...["drop 2", "append 88"],
      ...["drop 88", "append 88"],
    ]);
  });

  it("begin anew when asked to", async () => {
    const device = new Held();
    const prompts = new PromptsInChunks(device, TEXT);
    await prompts.prompt(513, natural);
    device.calls.length = 0;
    expect((await prompts.promptAnew(513, natural)).kept).toBe(0);
    expect(device.calls).toEqual(["empty", "append 512", "append 1"]);
  });

  it("take nothing to be in the cache after a pass that failed", async () => {
    const device = new Held();
    const prompts = new PromptsInChunks(device, TEXT);
    await prompts.prompt(512, natural);
    const append = device.append.bind(device);
    device.append = () => Promise.reject(new Error("lost"));
    await expect(prompts.prompt(600, natural)).rejects.toThrow("lost");
    device.append = append;
    expect((await prompts.prompt(600, natural)).kept).toBe(0);
    expect(device.ids).toEqual(TEXT.slice(0, 600));
  });

  it("tell how far they are", async () => {
    const told: string[] = [];
    const prompts = new PromptsInChunks(new Held(), TEXT, (of, done, tokens) =>
      told.push(`${of} ${done}/${tokens}`),
    );
    await prompts.prompt(600, natural);
    await prompts.continueLike([600, 601, 0]);
    expect(told).toEqual([
      ...["prompt 512/600", "prompt 600/600"],
      ...["continuation 1/3", "continuation 2/3", "continuation 3/3"],
    ]);
  });
});

describe("what follows a prompt", () => {
  it("is our own, each token after those before it", async () => {
    const device = new Held();
    const prompts = new PromptsInChunks(device, TEXT);
    await prompts.prompt(10, natural);
    expect(await prompts.continueLike([10, 11, 12])).toEqual([10, 11, 12]);
    // The last token is only chosen.
    expect(device.ids).toEqual([...TEXT.slice(0, 10), 10, 11]);
  });

  it("ends with the first token that is another", async () => {
    const device = new Held();
    const prompts = new PromptsInChunks(device, TEXT);
    await prompts.prompt(10, natural);
    expect(await prompts.continueLike([10, 99, 12])).toEqual([10, 11]);
    expect(device.ids).toHaveLength(11);
  });
});
