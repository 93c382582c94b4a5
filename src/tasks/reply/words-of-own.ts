/** The user's own words of what to say, as sentences of a mail. */
import { sentencesIn } from "../summarise/sentences.ts";
import type { Intent } from "./input.ts";
import type { Language } from "./languages/language.ts";
import { capitalised } from "./words.ts";

/** The sentences of `words`: each begins large and ends with a mark. "Tell her that …" is what follows it. */
export function ownSentences(words: string, language: Language): string[] {
  const say = new RegExp(`^(?:${language.cues.say})\\s*`, "iu");
  return (
    words
      .split(/\n+/)
      .map((line) => line.trim())
      // "… and that you are ill" goes with the "tell her that" before it.
      .map((line) => (say.test(line) ? line.replace(say, "").replace(AND_THAT, "$1 ") : line))
      .flatMap((line) => sentencesIn(line, language.tag))
      // Notes often begin small after a full stop.
      .flatMap((sentence) => sentence.split(/(?<=\p{L}{3}[.!?])\s+(?=\p{Ll})/u))
      .map((sentence) => sentence.trim())
      .filter((sentence) => sentence !== "")
      .map((sentence) => {
        const whole = LINK_FIRST.test(sentence) ? sentence : capitalised(sentence);
        return /[.!?…:)\]。！？]["'”’»]*$/u.test(whole) ? whole : `${whole}.`;
      })
  );
}

/** In the languages in which the words that follow keep their order. */
const AND_THAT = /(?<!\p{L})(and|et|y|e) (?:that|que|che)\s+(?=\p{L})/giu;

/** A link or an address keeps its first letter. */
const LINK_FIRST = /^\S*(?:@|:\/\/|\p{L}\.\p{L})/u;

/** Words that say only yes or only no are an intent. */
export function intentOf(words: string, { cues }: Language): Intent | undefined {
  const bare = words.trim().replace(/[,.!]/g, "").replace(/\s+/g, " ");
  if (new RegExp(`^(?:${cues.onlyYes})$`, "iu").test(bare)) return "accept";
  return new RegExp(`^(?:${cues.onlyNo})$`, "iu").test(bare) ? "decline" : undefined;
}
