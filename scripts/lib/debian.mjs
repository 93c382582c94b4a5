/** Installs Debian's packages where this process may: as root, on Debian itself. */
import { readFile } from "node:fs/promises";
import { say } from "./log.mjs";
import { run } from "./run.mjs";

/**
 * Ubuntu is left out: its `chromium` only points at a snap, which does not run in a container.
 * @param {string} [version] of Debian, such as "12", where another one has another version of what is wanted
 */
export async function mayInstall(version) {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  const isVersion = version === undefined || new RegExp(`^VERSION_ID="${version}"$`, "m").test(release);
  return isVersion && /^ID=debian$/m.test(release);
}

/**
 * Installs a package with what it needs and nothing that it only recommends.
 * @param {string} name of the package
 * @param {string} what it is, for the person at the terminal
 * @throws {import("./log.mjs").Stop} when apt-get fails
 */
export async function install(name, what) {
  say(`Installing ${what} (Debian's package ${name})`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], { env });
}
