/** Prompts of a wanted length: common words, each of which is one token of Gemma's vocabulary with the space before it. */
import type { Prompt } from "../engine.ts";

const WORDS =
  "time year people way day man thing woman life child world school state family student group country problem hand part place case week company system program question work government number night point home water room mother area money story fact month lot right study book eye job word business issue side kind head house service friend father power hour game line end member law car city community name president team minute idea body back parent face level office door health person art war history party result change morning reason research girl moment air teacher force".split(
    " ",
  );

/**
 * A prompt of so many words. Two of different `serial` begin with different words, so that no engine finds the beginning of one
 * in its cache of another.
 */
export function promptOf(words: number, serial: number): Prompt {
  const at = (index: number): string => WORDS[index % WORDS.length] ?? "";
  // A step that shares no factor with the number of words visits all of them.
  const input = Array.from({ length: words }, (_, index) => at(serial * STEP + index)).join(" ");
  return { instruction: "", examples: [], labels: null, input };
}

const STEP = 7;
