import { describe, expect, it, vi } from "vitest";
import { FileDesk, offerFile } from "./files.ts";

/** Node's channel does not clone a `File`; the browsers' does, as the end-to-end tests show. */
class MemoryChannel {
  static open: MemoryChannel[] = [];
  onmessage: ((event: MessageEvent) => void) | null = null;
  constructor(readonly name: string) {
    MemoryChannel.open.push(this);
  }
  postMessage(data: unknown): void {
    for (const other of MemoryChannel.open)
      if (other !== this && other.name === this.name)
        queueMicrotask(() => other.onmessage?.(new MessageEvent("message", { data })));
  }
  close(): void {
    MemoryChannel.open = MemoryChannel.open.filter((other) => other !== this);
  }
}
vi.stubGlobal("BroadcastChannel", MemoryChannel);

describe("FileDesk", () => {
  const file = () => new File(["abc"], "mine.gguf");

  it("hands over a file offered before or after it was asked for", async () => {
    const desk = new FileDesk();
    offerFile(file(), "a");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await desk.take("a"))?.name).toBe("mine.gguf");
    const later = desk.take("b");
    offerFile(file(), "b");
    expect((await later)?.size).toBe(3);
    desk.close();
  });

  it("gives up on a ticket that nobody offers, and on offers that hold no file", async () => {
    const desk = new FileDesk();
    const stranger = new BroadcastChannel("postil.files");
    stranger.postMessage({ ticket: "c", file: "not a file" });
    expect(await desk.take("c", 30)).toBeNull();
    stranger.close();
    desk.close();
  });
});
