/**
 * Which sentences stand for a page. Position, closeness to what the page is about and to its title are weighed; then
 * sentences are taken one by one, each losing weight for what earlier ones already say and for standing close to them, so
 * that the choice covers the whole page. Deterministic; linear in the page's length for a fixed number of points, and on
 * very long pages a bounded number of sentences is weighed.
 *
 * The parts are old and known to be hard to beat for their price: the lead (Edmundson 1969), the centroid (Radev et al.
 * 2004), and maximal marginal relevance against repetition (Carbonell and Goldstein 1998).
 */
import type { Sentence } from "./sentences.ts";
import { termsOf } from "./terms.ts";

/** Weights of the parts, set by looking at choices for the pages in `test/fixtures` and those listed in the README. */
const WEIGHTS = { centroid: 1, title: 0.6, lead: 0.7, blockStart: 0.15, redundancy: 0.9, sameZone: 0.35 };
/** Factors for what rarely stands well alone. */
const KIND_FACTOR = { paragraph: 1, item: 0.5, quote: 0.7, heading: 0, code: 0 } as const;
const QUESTION_FACTOR = 0.5;
const DEPENDENT_FACTOR = 0.6;

/** Terms in more than this share of the sentences say nothing about any of them. */
const COMMON = 0.4;

/** Sentences that are weighed at most: a book of 300 pages has about as many. */
export const MAX_CANDIDATES = 5000;
/** Of those, so many are the page's first, where what it is about is said; the others lie evenly over the rest. */
const FIRST_CANDIDATES = 1000;

interface Candidate {
  readonly sentence: Sentence;
  readonly vector: ReadonlyMap<string, number>;
  readonly score: number;
  readonly zone: number;
}

/**
 * At most `count` of `sentences`, in the page's order. `title` is the page's; `lang` a BCP 47 tag or empty; `rest` is
 * awaited between steps and may pause or throw.
 */
export async function selectSentences(
  sentences: readonly Sentence[],
  title: string,
  lang: string,
  count: number,
  rest: () => Promise<void> | undefined = () => undefined,
): Promise<Sentence[]> {
  const candidates = await scoreAll(thinOut(sentences), title, lang, count, rest);
  const chosen: Candidate[] = [];
  while (chosen.length < count) {
    let best: Candidate | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const candidate of candidates) {
      const pause = rest();
      if (pause !== undefined) await pause;
      if (chosen.includes(candidate)) continue;
      const repeated = Math.max(0, ...chosen.map((other) => cosine(candidate.vector, other.vector)));
      // Nearly the same words again are no second point, however few others there are.
      if (repeated > 0.8) continue;
      const crowded = chosen.some((other) => other.zone === candidate.zone) ? WEIGHTS.sameZone : 0;
      const score = candidate.score - WEIGHTS.redundancy * repeated - crowded;
      if (score > bestScore) [best, bestScore] = [candidate, score];
    }
    if (best === undefined) break;
    chosen.push(best);
  }
  const taken = new Set(chosen.map((candidate) => candidate.sentence));
  return sentences.filter((sentence) => taken.has(sentence));
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

async function scoreAll(
  sentences: readonly Sentence[],
  title: string,
  lang: string,
  zones: number,
  rest: () => Promise<void> | undefined,
): Promise<Candidate[]> {
  const terms: Set<string>[] = [];
  for (const sentence of sentences) {
    const pause = rest();
    if (pause !== undefined) await pause;
    terms.push(new Set(termsOf(sentence.text, lang)));
  }
  const frequency = new Map<string, number>();
  for (const set of terms) for (const term of set) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const most = Math.max(3, sentences.length * COMMON);
  const weigh = (term: string): number => {
    const found = frequency.get(term) ?? 0;
    return found > most ? 0 : Math.log(1 + sentences.length / Math.max(1, found));
  };
  const vectors = terms.map((set) => normalise(new Map(Array.from(set, (term) => [term, weigh(term)]))));
  const centroid = normalise(sum(vectors));
  const titleTerms = new Set(termsOf(title, lang));
  const total = sentences.reduce((length, sentence) => length + sentence.text.length, 0);
  let before = 0;
  return sentences.map((sentence, index) => {
    const vector = vectors[index] ?? new Map<string, number>();
    const zone = Math.floor((before / Math.max(1, total)) * zones);
    before += sentence.text.length;
    const parts =
      WEIGHTS.centroid * cosine(vector, centroid) +
      WEIGHTS.title * overlap(terms[index] ?? new Set(), titleTerms) +
      WEIGHTS.lead / (1 + index) +
      (sentence.place === 0 ? WEIGHTS.blockStart : 0);
    return { sentence, vector, zone, score: parts * factorOf(sentence) };
  });
}

function factorOf({ text, kind }: Sentence): number {
  let factor: number = KIND_FACTOR[kind];
  if (/[?？؟]["'”’»)」]*$/.test(text)) factor *= QUESTION_FACTOR;
  if (DEPENDENT.test(text)) factor *= DEPENDENT_FACTOR;
  // Best read are sentences of some eight to thirty words; Han text says as much in a third of the letters.
  const length = /\p{Script=Han}/u.test(text) ? text.length * 3 : text.length;
  if (length < 45) factor *= 0.7;
  if (length > 260) factor *= 0.8;
  return factor;
}

/** Openings that point at an earlier sentence: pronouns and connectives of the languages most pages are in. */
const DEPENDENT = new RegExp(
  `^["'“«„]?(?:(?:${[
    "he|she|it|they|this|that|these|those|his|her|its|their|but|and|or|so|however|also|then|yet|instead|such|there|here|we|i",
    "er|sie|es|dies|diese|dieser|dieses|das|aber|und|doch|jedoch|auch|dann|dabei|dazu|damit|daher|deshalb|zudem|außerdem|wir|ich",
    "il|elle|ils|elles|ce|cela|ceci|cette|ces|mais|et|donc|or|cependant|toutefois|aussi|ainsi|puis|nous|je",
    "él|ella|ellos|esto|eso|este|esta|estos|pero|y|sin embargo|además|también|así|luego|entonces|nosotros|yo",
  ].join(
    "|",
  )})(?=[\\s,'’])|しかし|また|そして|それ|これ|その|この|さらに|ただし|一方|但|而且|因此|这|那|لكن|كما|هذا|هذه|وقد|وهو|وهي)`,
  "iu",
);

function normalise(vector: ReadonlyMap<string, number>): Map<string, number> {
  // Not `Math.hypot(...)`: a page may have more terms than a call may have arguments.
  let squares = 0;
  for (const weight of vector.values()) squares += weight * weight;
  const length = Math.sqrt(squares);
  return new Map(Array.from(vector, ([term, weight]) => [term, length === 0 ? 0 : weight / length]));
}

function sum(vectors: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const vector of vectors)
    for (const [term, weight] of vector) total.set(term, (total.get(term) ?? 0) + weight);
  return total;
}

/** Of two normalised vectors. */
function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let product = 0;
  for (const [term, weight] of few) product += weight * (many.get(term) ?? 0);
  return product;
}

/** The share of `wanted` that is among `terms`. */
function overlap(terms: ReadonlySet<string>, wanted: ReadonlySet<string>): number {
  if (wanted.size === 0) return 0;
  let found = 0;
  for (const term of wanted) if (terms.has(term)) found += 1;
  return found / wanted.size;
}
