/**
 * `npm test`: sets up what the tests need, runs everything there is, and ends with one line, "N passed, N failed". A failure
 * stops nothing that can still be run. A step that is not a suite of tests counts as one.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChrome } from "./lib/chrome.mjs";
import { ensureFirefox, ensureVulkan } from "./lib/firefox.mjs";
import { Stop, say } from "./lib/log.mjs";
import { run, status, tool } from "./lib/run.mjs";
import { BROWSERS, build, ensureDependencies, requireNode } from "./lib/setup.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const failures = [];

/**
 * Runs one step under a heading and adds what came out.
 * @param {string} title
 * @param {() => Promise<Count>} work
 */
async function step(title, work) {
  say(`\n=== ${title}`);
  const started = Date.now();
  /** @type {Count} */
  let count;
  try {
    count = await work();
  } catch (error) {
    say(error instanceof Stop ? error.message : (error.stack ?? String(error)));
    count = { passed: 0, failed: 1, skipped: 0 };
  }
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  if (count.failed > 0) failures.push(title);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(`--- ${title}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped, ${seconds} s`);
  return count.failed === 0;
}

/** A step that counts only when it fails. @param {() => Promise<unknown>} work */
const setup = (work) => async () => {
  await work();
  return { passed: 0, failed: 0, skipped: 0 };
};

/** A step that counts as one. @param {() => Promise<unknown>} work */
const check = (work) => async () => {
  await work();
  return { passed: 1, failed: 0, skipped: 0 };
};

/** @param {string} file @param {readonly string[]} args */
const node = (file, ...args) => run(process.execPath, [tool(file), ...args]);

/**
 * One of vitest's projects, counted by its JSON report.
 * @param {string} project
 * @param {string} folder for the report
 */
const vitest = (project, folder) => async () => {
  const file = join(folder, `${project}.json`);
  const reports = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await status(process.execPath, [
    tool("vitest/vitest.mjs"),
    "run",
    "--project",
    project,
    ...reports,
  ]);
  const report = JSON.parse(await readFile(file, "utf8"));
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
  // A file that does not even load fails without a test of its own.
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
};

/**
 * The compiler's tests, counted by pytest's JUnit report.
 * @param {string} folder for the report
 */
const compilerTests = (folder) => async () => {
  const file = join(folder, "compiler.xml");
  const options = [process.env.PYTEST_ADDOPTS, `--junitxml=${file}`].filter(Boolean).join(" ");
  const env = { ...process.env, PYTEST_ADDOPTS: options };
  const code = await status(process.execPath, ["scripts/compile.mjs", "--test"], { env });
  const report = await readFile(file, "utf8").catch(() => "");
  const suite = /<testsuite [^>]*>/.exec(report)?.[0] ?? "";
  /** @param {string} name */
  const number = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  const skipped = number("skipped");
  return {
    passed: number("tests") - failed - skipped,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped,
  };
};

async function ensureBrowsers() {
  await ensureChrome();
  await ensureFirefox();
  await ensureVulkan();
}

async function fetchModel() {
  const { register } = await import("tsx/esm/api");
  const unregister = register();
  const { ensureModel } = await import("./fetch-model.ts");
  await ensureModel({ quiet: !process.stderr.isTTY });
  await unregister();
}

async function main() {
  requireNode();
  if (!(await step("Dependencies", setup(ensureDependencies)))) return;
  const folder = await mkdtemp(join(tmpdir(), "postil-reports-"));
  try {
    await step(
      "Types",
      check(() => node("typescript/bin/tsc", "--noEmit")),
    );
    await step(
      "Lint and format",
      check(() => node("@biomejs/biome/bin/biome", "check", ".")),
    );
    await step("Unit tests", vitest("unit", folder));
    let ready = await step("Browsers", setup(ensureBrowsers));
    for (const browser of BROWSERS)
      ready =
        (await step(
          `Build for ${browser}`,
          check(() => build(browser)),
        )) && ready;
    if (ready) await step("End-to-end tests, scripted engine", vitest("e2e", folder));
    const model = await step("Model", setup(fetchModel));
    if (ready && model)
      await step("The real model on the processor and on software WebGPU", vitest("gpu", folder));
    await step("Compiler", compilerTests(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  if (process.argv.length > 2)
    throw new Stop("npm test takes no options; npm run test:unit, test:e2e and test:gpu run parts.");
  await main();
} catch (error) {
  total.failed += 1;
  failures.push("npm test itself");
  say(error instanceof Stop ? error.message : (error.stack ?? String(error)));
}
say("");
if (total.skipped > 0) say(`Skipped: ${total.skipped}`);
for (const title of failures) say(`Failed: ${title}`);
process.exitCode = total.failed === 0 ? 0 : 1;
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
