/** Finds programs on this machine. */
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/**
 * Path of the first program that is there: one of these names in the folders of PATH, or one of these paths.
 * @param {readonly string[]} names
 * @param {readonly string[]} [paths]
 * @returns {Promise<string | null>}
 */
export async function findProgram(names, paths = []) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...paths];
  for (const path of candidates) if (await isProgram(path)) return path;
  return null;
}

/** @param {string} path */
export async function isProgram(path) {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Where Windows' installers put a program.
 * @param {readonly string[]} path below the folder of programs
 */
export function windowsPaths(...path) {
  return ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, ...path));
}
