/**
 * Where words were left out of a sentence, and whether what is left can stand. Weights that only continue text shorten by
 * leaving out, and now and then they leave out a verb ("A second line at a cost of 310,000 kroner.") or a particle.
 */
import { primaryLanguage } from "../../page/language.ts";
import { pointsBack } from "./openings.ts";
import { termsOf, wordsOf } from "./terms.ts";

/**
 * Finite verbs that are short and common enough to list. A clause that is left out as a whole may take its verb along; one
 * that is kept in part may not lose it. By language: French "a" is an English article.
 */
const VERBS = listsOf({
  en: "is are was were has have had will would can could may might must shall should does did do",
  de:
    "ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können konnte konnten muss müssen musste mussten " +
    "soll sollen sollte sollten darf dürfen durfte durften bleibt bleiben",
  fr: "est sont était étaient a ont avait avaient sera seront peut peuvent doit doivent va vont fut furent",
  es: "es son era eran fue fueron ha han había habían será serán puede pueden debe deben está están hay",
  it: "è sono era erano fu furono ha hanno aveva avevano sarà saranno può possono deve devono",
  pt: "é são era eram foi foram está estão tem têm será serão pode podem deve devem há",
  nl: "is was waren heeft hebben had hadden wordt worden werd werden kan kunnen moet moeten mag mogen zal zullen",
  ru: "был была было были будет будут может могут должен должна должны",
});

/** Words that begin a frame, which says when or where the rest holds: "In winter | the lighthouse opens at weekends only". */
const FRAME_OPENERS: ReadonlySet<string> = new Set(
  (
    "in on at from since after before during by until last next every this im am seit nach vor bis ab dans à au depuis après avant pendant dès " +
    "a desde tras después antes durante nel nella dal da dopo prima em no na após depois op sinds vanaf tijdens в на с после до за"
  ).split(" "),
);

/** Articles: "The Ashford city | council" is still about the council. */
const ARTICLES: ReadonlySet<string> = new Set(
  "the a an der die das ein eine le la les un une el los las una il lo gli i o os as um uma het een de".split(
    " ",
  ),
);

/** Words that begin a clause without a comma before it: "its best year | since it was founded". */
const CLAUSE_OPENERS: ReadonlySet<string> = new Set(
  (
    "since because when while which who whom whose where that as after before until so and or und oder " +
    "qui que dont où car lorsque quand et ou cuando porque donde y o che perché dove e quando onde en of omdat"
  ).split(" "),
);

/** Words with which a clause begins that needs another one: "When the limit is reached." says nothing. By language. */
const DEPENDENT_OPENERS = listsOf({
  en: "if when while because although unless whenever",
  de: "wenn falls weil obwohl während sobald wer",
  fr: "si quand lorsque parce",
  es: "si cuando porque aunque",
  it: "se quando perché sebbene",
  pt: "se quando porque embora",
  nl: "als wanneer omdat terwijl hoewel",
  ru: "если когда потому хотя",
});

function listsOf(lists: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(lists).map(([lang, list]) => [lang, new Set(list.split(" "))]));
}

/** Whether what `point` keeps of `sentence` has lost a verb or a particle that it needs. `lang` is BCP 47 or empty. */
export function isBroken(point: string, sentence: string, lang: string): boolean {
  const language = primaryLanguage(lang);
  if (language === "ja") return breaksJapanese(point, sentence);
  if (END_BOUND.has(language)) return losesEnd(point, sentence);
  const [verbs, openers] = [VERBS.get(language), DEPENDENT_OPENERS.get(language)];
  if (verbs === undefined || openers === undefined) return false;
  return (
    losesMain(point, sentence, openers) ||
    movesCondition(point, sentence, openers) ||
    losesHead(point, sentence, language) ||
    losesSubject(point, sentence, language) ||
    losesVerb(point, sentence, verbs) ||
    losesPartner(point, sentence, language)
  );
}

/** Signs that divide clauses; a comma within a number divides nothing. */
const CLAUSE_SIGN = /[,،](?=\D)|[;:؛，；：()（）]|\s[–—-]\s/u;

/** Whether of a sentence of several clauses only one is left that depends on another. */
function losesMain(point: string, sentence: string, openers: ReadonlySet<string>): boolean {
  const clausesIn = (text: string): number => text.split(CLAUSE_SIGN).length;
  return openers.has(wordsOf(point)[0] ?? "") && clausesIn(point) === 1 && clausesIn(sentence) > 1;
}

/** Whether "when" or "if" stands before something else than it does in the sentence: "the limit is reached when entries are removed". */
function movesCondition(point: string, sentence: string, openers: ReadonlySet<string>): boolean {
  const held = new Set(heldBy(sentence, openers));
  return heldBy(point, openers).some((pair) => !held.has(pair));
}

/** Each word that begins a dependent clause, with the first word of matter behind it. */
function heldBy(text: string, openers: ReadonlySet<string>): string[] {
  const words = wordsOf(text);
  return words.flatMap((word, at) =>
    openers.has(word) ? [`${word} ${termsOf(words.slice(at + 1).join(" "), "")[0] ?? ""}`] : [],
  );
}

/** Words of a frame that a comma divides from the rest; a longer clause is one of its own. */
const MAX_FRAME = 4;

/**
 * Whether the point begins inside a clause, what it is said of left out ("… asked for | a second line at a cost of 310,000
 * kroner"), with a word that stands for something in one left out ("One of the authors tried it: | He installed …"), or has
 * lost the frame in which it holds.
 */
function losesHead(point: string, sentence: string, language: string): boolean {
  const clauses = sentence.split(CLAUSE_SIGN).map(wordsOf);
  let first = align(clauses.flat(), wordsOf(point)).findIndex((place) => place !== NOWHERE);
  if (first <= 0) return false;
  if (pointsBack(point, language)) return true;
  const [frame = []] = clauses;
  const isFramed = FRAME_OPENERS.has(frame[0] ?? "");
  if (isFramed && (first < frame.length || frame.length <= MAX_FRAME)) return true;
  for (const clause of clauses) {
    if (first < clause.length) {
      const [opening = "", kept = ""] = [clause[0], clause[first]];
      return first > 1 && !(ARTICLES.has(opening) && !ARTICLES.has(kept));
    }
    first -= clause.length;
  }
  return false;
}

/** Verbs that say "bei X" what the sentence is about, where its "es" stands for nothing: "handelt es sich bei Knoppix um …". */
const ABOUT_BEI: ReadonlySet<string> = new Set(["handelt", "handelte", "geht", "ging"]);

/** Whether the point has kept such a verb, and not what it is about. */
function losesSubject(point: string, sentence: string, language: string): boolean {
  if (language !== "de") return false;
  const said = new Set(wordsOf(point));
  const isAbout = (word: string): boolean => word === "bei" || word === "beim";
  return sentence.split(CLAUSE_SIGN).some((clause) => {
    const words = wordsOf(clause);
    const verb = words.findIndex((word) => ABOUT_BEI.has(word));
    const about = words.findIndex((word, at) => at > verb && isAbout(word));
    return verb >= 0 && about >= 0 && said.has(words[verb] ?? "") && !Array.from(said).some(isAbout);
  });
}

/** Whether a clause of the sentence that the point keeps in part has lost its verb, and nothing stands in its place. */
function losesVerb(point: string, sentence: string, verbs: ReadonlySet<string>): boolean {
  const clauses = sentence.split(CLAUSE_SIGN).map(wordsOf);
  const said = wordsOf(point);
  const places = align(clauses.flat(), said);
  let start = 0;
  for (const clause of clauses) {
    const kept = places.slice(start, start + clause.length);
    // "to stay closed" of "will stay closed" has something in the verb's place.
    const isLost = (word: string, at: number): boolean =>
      kept[at] === NOWHERE &&
      verbs.has(word) &&
      !CLAUSE_OPENERS.has(firstOfCut(clause, kept, at)) &&
      !isReplaced(places, start + at, said.length);
    if (kept.some((place) => place !== NOWHERE) && clause.some(isLost)) return true;
    start += clause.length;
  }
  return false;
}

/** Words that announce another one. By language. */
const PARTNERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: { either: "or", both: "and", neither: "nor" },
  de: { entweder: "oder", sowohl: "als", weder: "noch" },
  nl: { zowel: "als" },
};

/** Whether the point announces a second one, which the sentence has and the point does not: "you can either upgrade it." */
function losesPartner(point: string, sentence: string, language: string): boolean {
  const [said, all] = [wordsOf(point), wordsOf(sentence)];
  const isPaired = (words: readonly string[], first: string, second: string): boolean =>
    words.includes(first) && words.indexOf(second, words.indexOf(first)) >= 0;
  return Object.entries(PARTNERS[language] ?? {}).some(
    ([first, second]) =>
      said.includes(first) && isPaired(all, first, second) && !isPaired(said, first, second),
  );
}

/** The word with which the cut begins that takes the clause's word `at` away. */
function firstOfCut(clause: readonly string[], kept: readonly number[], at: number): string {
  return clause[kept.slice(0, at).findLastIndex((place) => place !== NOWHERE) + 1] ?? "";
}

/** Whether the point has words of its own where the sentence's word `at` stood. `length` is the point's, in words. */
function isReplaced(places: readonly number[], at: number, length: number): boolean {
  const before = places.slice(0, at).findLast((place) => place !== NOWHERE) ?? NOWHERE;
  const after = places.slice(at).find((place) => place !== NOWHERE) ?? length;
  return after - before > 1;
}

/** Languages of sentences that say nothing without their end: where the verb comes last, or what it is done to is bound to it. */
const END_BOUND = new Set(["ko", "hi", "zh"]);

/** Whether the point ends neither where the sentence ends nor where one of its clauses does. */
function losesEnd(point: string, sentence: string): boolean {
  const last = wordsOf(point).at(-1);
  return !sentence.split(CLAUSE_SIGN).some((clause) => wordsOf(clause).at(-1) === last);
}

/** Endings of a verb that a headline leaves away: 「発表した」 becomes 「発表」. */
const VERB_ENDING = /^\p{Script=Hiragana}{0,4}[。！？]?$/u;

/**
 * In Japanese a particle says what a noun is in its sentence, and the verb comes last: a cut that leaves a noun without its
 * particle, or a sentence without its end, says something else (「博物館は6万人訪れた」 of 「博物館には6万人が訪れた」).
 */
function breaksJapanese(point: string, sentence: string): boolean {
  const letters = Array.from(sentence);
  const said = Array.from(point.replace(/[。！？]$/u, ""));
  const places = align(letters, said);
  const kept = places.flatMap((place, at) => (place === NOWHERE ? [] : [{ place, at }]));
  const end = kept.at(-1)?.at ?? letters.length;
  if (!VERB_ENDING.test(letters.slice(end + 1).join(""))) return true;
  return kept.some(({ place, at }, index) => {
    const next = kept[index + 1];
    const isCut = next !== undefined && next.at > at + 1 && next.place === place + 1;
    return isCut && /[\p{Script=Han}\p{Script=Katakana}ー々\p{N}]/u.test(letters[at] ?? "");
  });
}

const NOWHERE = -1;

/**
 * For each of `items` the place in `others` where it stands too, in order, or -1: a longest common subsequence, of those
 * one with few gaps. Takes time by the product of the lengths.
 */
export function align(items: readonly string[], others: readonly string[]): number[] {
  const width = others.length + 1;
  const size = (items.length + 1) * width;
  /** Best of the first `row` items and `column` others, and best of those that end with a pair of both. */
  const best = new Float64Array(size);
  const paired = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  for (let row = 1; row <= items.length; row++)
    for (let column = 1; column < width; column++) {
      const at = row * width + column;
      const before = at - width - 1;
      if (items[row - 1] === others[column - 1])
        paired[at] = PAIR + Math.max(best[before] ?? 0, (paired[before] ?? 0) + RUN);
      best[at] = Math.max(best[at - 1] ?? 0, best[at - width] ?? 0, paired[at] ?? 0);
    }
  const places = new Array<number>(items.length).fill(NOWHERE);
  let [row, column, inRun] = [items.length, others.length, false];
  while (row > 0 && column > 0) {
    const at = row * width + column;
    if (inRun || paired[at] === best[at]) {
      places[row - 1] = column - 1;
      const before = at - width - 1;
      inRun = (paired[before] ?? 0) + RUN > (best[before] ?? 0);
      [row, column] = [row - 1, column - 1];
    } else if (best[at - width] === best[at]) row -= 1;
    else column -= 1;
  }
  return places;
}

/** Worth of a pair, and of its standing next to the one before: less than a pair, for up to a thousand of them. */
const PAIR = 1;
const RUN = 0.001;
