/** Words for the person at the terminal. They go to standard error: standard output is for results. */

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** A reason to stop that a person can act on: its message is shown without a stack. */
export class Stop extends Error {
  name = "Stop";
}
