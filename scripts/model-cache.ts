/** The scripts' own cache of models: `$POSTIL_CACHE`, else `$XDG_CACHE_HOME/postil`, else `~/.cache/postil`. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CatalogueEntry } from "../src/model/catalogue.ts";

export function cacheFolder(): string {
  const { POSTIL_CACHE, XDG_CACHE_HOME } = process.env;
  if (POSTIL_CACHE) return POSTIL_CACHE;
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "postil");
}

export function ggufFolder(): string {
  return join(cacheFolder(), "gguf");
}

export function ggufPath(entry: CatalogueEntry): string {
  return join(ggufFolder(), entry.file);
}

/** sha256 of a file, lower-case hex, by Node's own code: five times as fast as the browser's way. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 4 * 1024 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/**
 * Whether the entry's file is in the cache, whole and with the right hash. The result of hashing is remembered beside the
 * file as long as its size and time of change stay. A file with a wrong hash is left alone and counts as missing.
 */
export async function isCached(entry: CatalogueEntry): Promise<boolean> {
  const path = ggufPath(entry);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.size !== entry.size) return false;
  const note = `${path}.verified`;
  const line = `${entry.sha256} ${found.size} ${found.mtimeMs}\n`;
  if ((await readFile(note, "utf8").catch(() => "")) === line) return true;
  if ((await hashFile(path)) !== entry.sha256) return false;
  await writeFile(note, line);
  return true;
}

/** Runs `work` while no other process does so under the same name: two downloads into one file would spoil it. */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  await mkdir(ggufFolder(), { recursive: true });
  const lock = join(ggufFolder(), `${name}.lock`);
  while (!(await takeLock(lock))) await sleep(500);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** A lock holds its owner's process id; one whose owner is gone is taken over. */
async function takeLock(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST")) throw thrown;
  }
  const owner = Number(await readFile(lock, "utf8").catch(() => ""));
  // One without an id, a while after it was made, is of a process that was killed between making and writing it.
  const age = Date.now() - ((await stat(lock).catch(() => undefined))?.mtimeMs ?? Date.now());
  if (owner > 0 ? !isRunning(owner) : age > 5000) await rm(lock, { force: true });
  return false;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}
