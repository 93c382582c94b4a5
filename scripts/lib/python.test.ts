import { access, chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { mayInstall } from "./debian.mjs";
import { ensurePython } from "./python.mjs";

const canInstall = await mayInstall();
let folder: string;
let environment: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "postil-python-"));
  vi.stubEnv("PATH", `${folder}${delimiter}/usr/bin${delimiter}/bin`);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  environment = "";
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
  if (environment !== "") await rm(join(environment, "..", ".."), { recursive: true });
});

/** A program on the PATH that notes how it was called, and then runs these lines. */
async function fake(name: string, ...lines: string[]): Promise<void> {
  const path = join(folder, name);
  const note = `echo "${name} $*" >> "${folder}/calls"`;
  await writeFile(path, ["#!/bin/sh", note, ...lines, ""].join("\n"));
  await chmod(path, 0o755);
}

/** Debian's Python: without ensurepip until its package is there, and hence without environments. */
const fakePython = () =>
  fake(
    "python3",
    `if [ "$2" = "import ensurepip, venv" ]; then test -e "${folder}/python3-venv"; exit; fi`,
    'if [ "$2" = venv ]; then mkdir -p "$3/bin" && touch "$3/bin/python"; fi',
  );

const calls = async () => (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");

describe.skipIf(process.platform === "win32")("a Python without the means to make an environment", () => {
  test.runIf(canInstall)("gets them from Debian where this may be, once", async () => {
    await fakePython();
    await fake("apt-get", `[ "$1" = update ] || touch "${folder}/$5"`);
    environment = await ensurePython("test-venv", []);
    await access(environment);
    const made = await calls();
    expect(made.filter((line) => line.startsWith("apt-get"))).toEqual([
      "apt-get update -qq",
      "apt-get install -y -qq --no-install-recommends python3-venv",
    ]);
    expect(await ensurePython("test-venv", [])).toBe(environment);
    expect(await calls()).toEqual(made);
  });

  test("is told in a sentence where it cannot get them", async () => {
    await fakePython();
    await fake("apt-get");
    await expect(ensurePython("test-venv", [])).rejects.toThrow(
      /^Python 3\.11 or later with its venv module/,
    );
  });

  test("so is a machine without Python, on which nothing is installed", async () => {
    await fake("python3", "exit 127");
    await fake("apt-get");
    await expect(ensurePython("test-venv", [])).rejects.toThrow(
      /^Python 3\.11 or later with its venv module/,
    );
    expect((await calls()).filter((line) => line.startsWith("apt-get"))).toEqual([]);
  });
});
