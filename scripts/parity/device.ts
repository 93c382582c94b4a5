/** The model on WebGPU in a browser, called through the page of `npm run parity`. */
import type { ParityPage } from "./pages.ts";
import type { Device } from "./prompts-in-chunks.ts";

/** @param page on which the library is loaded */
export function deviceOf(page: ParityPage): Device {
  return {
    empty: async () => void (await page.call("empty", [])),
    drop: async (count) => void (await page.call("drop", [count])),
    append: async (ids) => void (await page.call("append", [ids])),
    logits: async () => readFloats(String(await page.call("logits", []))),
    choose: async () => Number(await page.call("choose", [])),
  };
}

/** The numbers of base64-encoded little-endian float32. */
function readFloats(base64: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new Float32Array(bytes.buffer);
}
