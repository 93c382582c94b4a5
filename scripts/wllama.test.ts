import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { adaptLibrary, wllamaFiles } from "./wllama.ts";

const require = createRequire(import.meta.url);
const library = readFileSync(
  require.resolve("@wllama/wllama/package.json").replace("package.json", "esm/index.js"),
  "utf8",
);

describe("wllama in the build", () => {
  it("is of the version whose insides the build relies on", () => {
    expect(require("@wllama/wllama/package.json").version).toBe("3.8.1");
  });

  it("starts the packaged worker, and carries neither its code nor other hosts' addresses", () => {
    const adapted = adaptLibrary(library);
    expect(adapted).toContain("this.worker = this.resources.startWorker(this.nbThread);");
    expect(adapted.length).toBeLessThan(library.length - 150_000);
    expect(adapted).not.toMatch(/https:\/\/(?!huggingface\.co|github\.com)\w/);
  });

  it("refuses a library that is another", () => {
    expect(() => adaptLibrary(library.replace("createWorker(completeCode)", "createWorker(code)"))).toThrow(
      /0 times.*updated/,
    );
    expect(() => adaptLibrary(`${library}\nconst more = "https://cdn.example/wllama.wasm";`)).toThrow(
      /content delivery network/,
    );
  });

  it("is a worker and a thread that parse, and a wasm that is one", () => {
    const files = wllamaFiles();
    for (const name of ["worker.js", "thread.js"] as const) {
      const code = files[name] as string;
      expect(() => new Script(`(async () => {${code}})`)).not.toThrow();
      expect(code).not.toMatch(/https:\/\/(?!github\.com)\w/);
    }
    expect(files["worker.js"]).toMatch(/nbThread: Number\(/);
    expect([...(files["wllama.wasm"] as Uint8Array).subarray(0, 4)]).toEqual([0, 0x61, 0x73, 0x6d]);
  });
});
