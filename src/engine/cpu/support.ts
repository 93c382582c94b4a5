/** What llama.cpp in wasm needs of a browser, and how many threads it gets. */
import { PostilError } from "../../errors.ts";

/**
 * Smallest modules that use one feature each, as bytes: header, one type `() -> ()` or `() -> v128`, one function.
 * https://webassembly.github.io/spec/core/binary/modules.html
 */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const NO_RESULT = [0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00];
const FEATURES: Readonly<Record<string, readonly number[]>> = {
  // i32.const 0, i8x16.splat, drop
  SIMD: [...HEADER, ...NO_RESULT, 0x0a, 0x09, 0x01, 0x07, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x1a, 0x0b],
  // A memory of one page, addressed by 64-bit numbers.
  memory64: [...HEADER, 0x05, 0x03, 0x01, 0x04, 0x01],
  // try, catch_all, end: the form of exceptions that emscripten compiles to.
  exceptions: [...HEADER, ...NO_RESULT, 0x0a, 0x08, 0x01, 0x06, 0x00, 0x06, 0x40, 0x19, 0x0b, 0x0b],
};

/**
 * @param validate says whether a module makes sense to this browser
 * @throws PostilError `cpu-unsupported` naming the features of wasm that are missing
 */
export function requireWasm(
  validate: (module: Uint8Array<ArrayBuffer>) => boolean = (module) => WebAssembly.validate(module),
): void {
  if (typeof WebAssembly === "undefined") throw new PostilError("cpu-unsupported", { missing: "wasm" });
  const missing = Object.keys(FEATURES).filter((name) => !validate(Uint8Array.from(FEATURES[name] ?? [])));
  if (missing.length > 0) throw new PostilError("cpu-unsupported", { missing: missing.join(", ") });
}

/** More threads than this wait for each other longer than they compute, in a model this small. */
const MOST_THREADS = 8;

/**
 * Threads to compute with: of up to four cores one is left for the browser, if there are more than two; of more cores half,
 * since two logical ones often share one arithmetic unit. llama.cpp's threads wait for each other without sleeping, so one
 * that has to share its core holds all of them up. One where memory cannot be shared.
 */
export function threadCount(cores: number, isolated: boolean): number {
  if (!isolated || cores < 2) return 1;
  if (cores <= 4) return Math.max(2, cores - 1);
  return Math.min(MOST_THREADS, Math.ceil(cores / 2));
}
