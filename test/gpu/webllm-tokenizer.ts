/** WebLLM's own tokenizer (Hugging Face's in wasm, bundled in WebLLM) for Node. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { compileFunction, constants } from "node:vm";
import type { Tokenizer } from "@mlc-ai/web-tokenizers";

export type { Tokenizer };

/**
 * The package says it is an ES module, but its file is a script that asks for `require` and `__filename`: neither `import`
 * nor `require` can load it in Node.
 */
export async function loadTokenizers(): Promise<typeof Tokenizer> {
  const require = createRequire(import.meta.url);
  const path = require.resolve("@mlc-ai/web-tokenizers");
  const module: { exports: { Tokenizer?: typeof Tokenizer } } = { exports: {} };
  const run = compileFunction(
    await readFile(path, "utf8"),
    ["module", "exports", "require", "__filename", "__dirname"],
    {
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    },
  );
  run(module, module.exports, require, path, "");
  if (module.exports.Tokenizer === undefined) throw new Error(`${path} exports no Tokenizer`);
  return module.exports.Tokenizer;
}
