/**
 * Which sentences stand for a page. Position, closeness to what the page is about and to its title, and how much a sentence says are weighed; then
 * sentences are taken one by one, each losing weight for what earlier ones already say and for standing close to them, so
 * that the choice covers the whole page. Deterministic; linear in the page's length for a fixed number of points, and on
 * very long pages a bounded number of sentences is weighed.
 *
 * The parts are old and known to be hard to beat for their price: the lead (Edmundson 1969), the centroid (Radev et al.
 * 2004), rare words and figures (Luhn 1958, Edmundson), and maximal marginal relevance against repetition (Carbonell and Goldstein 1998).
 */
import { speaksOfRights } from "./notices.ts";
import { pointsBack } from "./openings.ts";
import type { Sentence } from "./sentences.ts";
import { isSuspect } from "./suspects.ts";
import { productWith, spread, type Vectors, vectorsOf } from "./vectors.ts";

/**
 * Weights of the parts. Set on the pages of `test/eval/summarise` by what facts the chosen sentences hold (README.md), and
 * rounded, so that no page decides alone.
 */
const WEIGHTS = {
  centroid: 1,
  title: 0.5,
  lead: 0.75,
  blockStart: 0.08,
  matter: 0.8,
  figure: 0.2,
  redundancy: 0.95,
  sameZone: 0.3,
  suspect: 1,
};
/** A sentence that says this many times as much as the page's mean is no better for saying more. */
const RICH = 1.6;
/** Factors for what rarely stands well alone. */
const KIND_FACTOR = { paragraph: 1, item: 0.5, quote: 0.7, heading: 0, code: 0 } as const;
const QUESTION_FACTOR = 0.5;
const DEPENDENT_FACTOR = 0.75;
const NOTICE_FACTOR = 0.4;

/** Nearly the same words again are no second point, however few others there are. */
const SAME = 0.8;

/** Sentences that are looked at for words to the model; a page of nothing else is not worth more time. */
const MAX_SUSPECTS = 50;

/** Sentences that are weighed at most: a book of 600 pages has about as many. */
export const MAX_CANDIDATES = 10_000;
/** Of those, so many are the page's first, where what it is about is said; the others lie evenly over the rest. */
const FIRST_CANDIDATES = 2000;

/**
 * At most `count` of `sentences`, in the page's order. `title` is the page's, `lang` its language (BCP 47) or empty; `rest`
 * is awaited between steps and may pause or throw.
 */
export async function selectSentences(
  sentences: readonly Sentence[],
  title: string,
  count: number,
  rest: () => Promise<void> | undefined = () => undefined,
  lang = "",
): Promise<Sentence[]> {
  const candidates = thinOut(sentences);
  const texts = candidates.map((sentence) => sentence.text);
  const vectors = await vectorsOf(texts, rest);
  const scores = scoreAll(candidates, title, vectors, lang);
  const zones = zonesOf(texts, count);
  /** How much each says again of what was chosen; then, whether it stands in a part of the page that has its sentence. */
  const repeated = new Float64Array(candidates.length);
  const crowded = new Set<number>();
  const suspects = new Set<number>();
  const chosen: number[] = [];
  while (chosen.length < count) {
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < candidates.length; index++) {
      const again = repeated[index] ?? 0;
      if (again > SAME || chosen.includes(index)) continue;
      const crowd = crowded.has(zones[index] ?? 0) ? WEIGHTS.sameZone : 0;
      const score = (scores[index] ?? 0) - WEIGHTS.redundancy * again - crowd;
      if (score > bestScore) [best, bestScore] = [index, score];
    }
    if (best < 0) break;
    const text = texts[best] ?? "";
    if (suspects.size < MAX_SUSPECTS && !suspects.has(best) && isSuspect(text)) {
      suspects.add(best);
      scores[best] = Math.min(0, (scores[best] ?? 0) - WEIGHTS.suspect);
      continue;
    }
    chosen.push(best);
    crowded.add(zones[best] ?? 0);
    const said = spread(vectors, best);
    for (let index = 0; index < candidates.length; index++)
      repeated[index] = Math.max(repeated[index] ?? 0, productWith(vectors, index, said));
    const pause = rest();
    if (pause !== undefined) await pause;
  }
  return chosen
    .sort((a, b) => a - b)
    .map((index) => candidates[index])
    .filter((sentence) => sentence !== undefined);
}

/** All of `sentences`, or `MAX_CANDIDATES` of them. */
function thinOut(sentences: readonly Sentence[]): readonly Sentence[] {
  if (sentences.length <= MAX_CANDIDATES) return sentences;
  const first = sentences.slice(0, FIRST_CANDIDATES);
  const step = (sentences.length - FIRST_CANDIDATES) / (MAX_CANDIDATES - FIRST_CANDIDATES);
  for (let place = FIRST_CANDIDATES; first.length < MAX_CANDIDATES; place += step) {
    const sentence = sentences[Math.floor(place)];
    if (sentence === undefined) break;
    first.push(sentence);
  }
  return first;
}

function scoreAll(
  sentences: readonly Sentence[],
  title: string,
  vectors: Vectors,
  lang: string,
): Float64Array {
  const wanted = vectors.find(title);
  const rich = (RICH * vectors.matter.reduce((sum, matter) => sum + matter, 0)) / sentences.length || 1;
  const inTitle = new Float64Array(vectors.terms);
  for (const id of wanted.ids) inTitle[id] = 1 / wanted.all;
  const close = Float64Array.from(sentences, (_, index) => productWith(vectors, index, vectors.centroid));
  const usual = close.reduce((sum, each) => sum + each, 0) / sentences.length || 1;
  const ofRights = sentences.map(({ text }) => speaksOfRights(text));
  const aboutRights =
    speaksOfRights(title) || ofRights.filter(Boolean).length > Math.max(2, sentences.length / 10);
  return Float64Array.from(sentences, (sentence, index) => {
    const closeness = close[index] ?? 0;
    // The first place counts as far as the sentence is like the rest of the page: many pages begin with something else.
    const parts =
      WEIGHTS.centroid * closeness +
      WEIGHTS.title * shareOf(vectors, index, inTitle) +
      (WEIGHTS.lead / (1 + index)) * Math.min(1, closeness / usual) +
      WEIGHTS.matter * Math.min(1, (vectors.matter[index] ?? 0) / rich) +
      (/\p{Nd}/u.test(sentence.text) ? WEIGHTS.figure : 0) +
      (sentence.place === 0 ? WEIGHTS.blockStart : 0);
    const notice = !aboutRights && ofRights[index];
    return parts * factorOf(sentence, lang) * (notice ? NOTICE_FACTOR : 1);
  });
}

/** The sum of `dense` over the sentence's terms, each counted once. */
function shareOf({ starts, ids }: Vectors, index: number, dense: Float64Array): number {
  let share = 0;
  const end = starts[index + 1] ?? 0;
  for (let at = starts[index] ?? 0; at < end; at++) share += dense[ids[at] ?? 0] ?? 0;
  return share;
}

/** For each text the part of the page it stands in, of `count` parts of the same length. */
function zonesOf(texts: readonly string[], count: number): number[] {
  const total = texts.reduce((length, text) => length + text.length, 0);
  let before = 0;
  return texts.map((text) => {
    const zone = Math.floor((before / Math.max(1, total)) * count);
    before += text.length;
    return zone;
  });
}

function factorOf({ text, kind }: Sentence, lang: string): number {
  let factor: number = KIND_FACTOR[kind];
  if (/[?？؟]["'”’»)」]*$/.test(text)) factor *= QUESTION_FACTOR;
  if (pointsBack(text, lang)) factor *= DEPENDENT_FACTOR;
  // Best read are sentences of some eight to thirty words; Han text says as much in a third of the letters.
  const length = /\p{Script=Han}/u.test(text) ? text.length * 3 : text.length;
  if (length < 45) factor *= 0.8;
  if (length > 260) factor *= 0.8;
  return factor;
}
