import { describe, expect, it } from "vitest";
import { makeRest } from "./rest.ts";

const work = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

describe("makeRest", () => {
  it("pauses only after some work, and lets other tasks run then", async () => {
    const rest = makeRest(new AbortController().signal);
    expect(rest()).toBeUndefined();
    let others = 0;
    setImmediate(() => others++);
    for (let pauses = 0; pauses < 3; pauses++) {
      work(40);
      const pause = rest();
      expect(pause).toBeInstanceOf(Promise);
      await pause;
      expect(rest()).toBeUndefined();
    }
    expect(others).toBe(1);
  });

  it("rejects with `cancelled` when it was stopped meanwhile", async () => {
    const controller = new AbortController();
    const rest = makeRest(controller.signal);
    setImmediate(() => controller.abort());
    const stopped = async (): Promise<void> => {
      for (;;) {
        work(40);
        await rest();
      }
    };
    await expect(stopped()).rejects.toMatchObject({ code: "cancelled" });
  });
});
