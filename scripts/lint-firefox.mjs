/** `npm run lint:firefox`: builds the Firefox add-on and checks it as Mozilla's store does. Fails on what is ours to fix. */
import { lintAddon } from "./lib/addon-lint.mjs";
import { Stop, say } from "./lib/log.mjs";
import { ensureBuild, requireNode } from "./lib/setup.mjs";

/** @param {import("./lib/addon-lint.mjs").Finding} finding */
const line = ({ code, file = "manifest.json", line: number = 0, message }) =>
  `${code} in ${file}:${number}: ${message}`;

try {
  requireNode();
  await ensureBuild("firefox");
  const { faults, accepted } = await lintAddon();
  for (const finding of accepted) say(`of a library, accepted: ${line(finding)}`);
  for (const finding of faults) say(line(finding));
  say(`${faults.length} to fix, ${accepted.length} accepted`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} catch (error) {
  process.exitCode = 1;
  say(`lint:firefox: ${error instanceof Stop ? error.message : (error.stack ?? error)}`);
}
