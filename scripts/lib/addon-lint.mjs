/** What Mozilla's checks of add-ons say of the Firefox build, less what is said of libraries. */
import { execFile } from "node:child_process";
import { ROOT, tool } from "./run.mjs";
import { extensionDir } from "./setup.mjs";

/** @typedef {{ code: string, file?: string, line?: number, message: string }} Finding */

/** pdf.js and its worker. */
const PDFJS = /^(assets\/pdfjs-[\w-]+|pdfjs\/worker)\.js$/;

/**
 * Warnings that are not ours to fix, each with the files it is expected in. Our own sources set no markup: see the rule in
 * `test/borders.test.ts`.
 * @type {readonly { code: string, file: RegExp, why: string }[]}
 */
export const ACCEPTED = [
  {
    code: "UNSAFE_VAR_ASSIGNMENT",
    file: /^assets\/preact-[\w-]+\.js$/,
    why: "Preact's dangerouslySetInnerHTML, which no component uses",
  },
  {
    code: "UNSAFE_VAR_ASSIGNMENT",
    file: /^src\/page\/extract\.js$/,
    why: "defuddle, which works on a copy of the page that is never shown; what leaves it is plain text",
  },
  {
    code: "DANGEROUS_EVAL",
    file: PDFJS,
    why: "older browsers' missing functions look for the global object; pdf.js makes functions of text only where it is allowed",
  },
  {
    code: "UNSAFE_VAR_ASSIGNMENT",
    file: PDFJS,
    why: "pdf.js imports its own worker where it cannot start it, and wasm decoders of images, which are not in the build",
  },
];

/**
 * Runs `web-ext lint` over the Firefox build, which must be there. Asks no network.
 * @returns {Promise<{ faults: readonly Finding[], accepted: readonly Finding[] }>} `faults` are ours to fix
 */
export async function lintAddon() {
  const report = await webExtLint(extensionDir("firefox"));
  const findings = [...report.errors, ...report.warnings, ...report.notices];
  const faults = findings.filter((finding) => !isAccepted(finding));
  return { faults, accepted: findings.filter(isAccepted) };
}

/** @param {Finding} finding */
function isAccepted({ code, file = "" }) {
  return ACCEPTED.some((entry) => entry.code === code && entry.file.test(file));
}

/**
 * @param {string} folder
 * @returns {Promise<{ errors: Finding[], warnings: Finding[], notices: Finding[] }>}
 */
function webExtLint(folder) {
  // No files in between are wanted, and no settings of this machine.
  const options = ["--self-hosted", "--output", "json", "--boring", "--no-config-discovery", "--no-input"];
  const args = [tool("web-ext/bin/web-ext.js"), "lint", "--source-dir", folder, ...options];
  const env = { ...process.env, NO_UPDATE_NOTIFIER: "1" };
  return new Promise((resolve, reject) => {
    // Its exit status says that there were errors, which the report says better.
    execFile(process.execPath, args, { cwd: ROOT, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(new Error(`web-ext lint gave no report: ${stderr || error}`));
      }
    });
  });
}
