/** Reading an answer while it is written: what of it may be shown, and when it has gone wrong and is better stopped. */
import type { Token } from "../../engine/engine.ts";
import { PostilError } from "../../errors.ts";
import { hasLoop } from "./check.ts";

/** UTF-16 units of an answer; what comes after is not waited for. Longer than any sentence that is asked about. */
export const MAX_ANSWER = 800;

export interface Draft {
  /** The answer so far, on one line, without anything that may turn out to be a control token. */
  readonly text: string;
  readonly end?: "stop" | "length" | "loop";
}

/**
 * Yields the answer as it grows; the last one has `end`. Ends at the first line break after some text, when words
 * begin to go round, and at `MAX_ANSWER`. `prefix` is what the answer was given to begin with, and is part of what is yielded.
 * @throws PostilError `cancelled` when `signal` is aborted
 */
export async function* readDraft(
  tokens: AsyncIterable<Token>,
  signal: AbortSignal,
  prefix = "",
): AsyncGenerator<Draft> {
  let text = prefix;
  let reason: "stop" | "length" = "stop";
  for await (const token of tokens) {
    if (signal.aborted) throw new PostilError("cancelled");
    text = (text + token.text).trimStart();
    reason = token.end?.reason ?? reason;
    const line = /^[^\n\r]*(?=[\n\r])/.exec(text)?.[0];
    if (line !== undefined && line.length <= MAX_ANSWER) return yield { text: shown(line), end: "stop" };
    // The search for loops takes time by the square of the length.
    if (text.length > MAX_ANSWER) return yield { text: shown(text.slice(0, MAX_ANSWER)), end: "length" };
    if (hasLoop(text)) return yield { text: shown(text), end: "loop" };
    if (token.end === undefined) yield { text: shown(text) };
  }
  if (signal.aborted) throw new PostilError("cancelled");
  yield { text: shown(text), end: reason };
}

/** Up to the first sign of a control token, be it whole or only begun. */
function shown(text: string): string {
  return text
    .replace(/<\/?(\w*_of_|bos|eos|pad|unk|unused|image_soft).*$/s, "")
    .replace(/<[/\w|]{0,20}$/, "")
    .replace(/\s+/g, " ")
    .trim();
}
