/** How the things that a message asks for hang together: which decide what is meant, and which are answered with another. */
import type { Ask } from "./acts.ts";
import type { Intent } from "./input.ts";
import type { Language } from "./languages/language.ts";
import { isToCome, isToTalk } from "./set-phrases.ts";
import { timesIn } from "./when.ts";

/**
 * What is meant when the user says nothing. Where the message is about money, secrets or contracts (`binding`), or asks only for
 * what may be meant for a model, nothing is agreed to by default.
 */
export function defaultIntent(asks: readonly Ask[], binding: boolean): Intent {
  const deeds = asks.filter(isDeed);
  // "Would that suit you?" is answered with what it points back to.
  const questions = asks.filter(
    ({ act, pointsBack }) => act === "question" && !(pointsBack && deeds.length > 0),
  );
  if (questions.length > 0) return "answer";
  const isOpenToYes = !binding && deeds.some(({ sentence }) => !sentence.suspect);
  if (deeds.length > 0) return isOpenToYes ? "accept" : "postpone";
  return asks.some(({ act }) => act === "complaint") ? "answer" : "thank";
}

/** An appointment is agreed on, not thanked for. */
export function isMeeting(asks: readonly Ask[], language: Language): boolean {
  return asks.some(
    ({ act, asked, text }) =>
      act === "invitation" &&
      asked &&
      !isToCome(text) &&
      (timesIn(text, language).length > 0 || isToTalk(text)),
  );
}

/** Something to be done, to which the user's yes or no belongs. */
export function isDeed({ act }: Ask): boolean {
  return act === "request" || act === "invitation" || act === "offer";
}

/**
 * Without what is answered together with something else: what points back to it, an invitation beside its time, and what is
 * offered with an invitation that is declined.
 */
export function withoutCovered(
  asks: readonly Ask[],
  language: Language,
  intent: Intent | undefined,
): readonly Ask[] {
  const hasTime = ({ act, asked, text }: Ask): boolean =>
    act === "invitation" && asked && timesIn(text, language).length > 0;
  const [hasDeed, hasProposal] = [asks.some(isDeed), asks.some(hasTime)];
  const isDeclined = intent === "decline" && asks.some(({ act }) => act === "invitation");
  return asks.filter(
    (ask) =>
      !(ask.pointsBack === true && hasDeed) &&
      !(ask.act === "invitation" && hasProposal && !hasTime(ask)) &&
      !(ask.act === "offer" && isDeclined),
  );
}
