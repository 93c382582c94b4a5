/**
 * Small words without which a statement says more than the page does: "not", "if", "only", "until", "about". A word counts
 * for the clause it stands in; conditions count for their whole sentence, wherever they stand.
 */
import { primaryLanguage } from "../../page/language.ts";
import { termsOf } from "./terms.ts";

const words = (list: string): readonly string[] => list.split(" ");

/** In languages that divide words by spaces: whole words. What says "never" in one is the month of May in another. */
const NEGATIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    en:
      "no not never none nobody nothing neither nor without cannot cant can't don't doesn't didn't won't wouldn't isn't aren't wasn't " +
      "weren't hasn't haven't hadn't shouldn't couldn't mustn't unable refuse refuses refused deny denies denied fail fails failed",
    de: "nicht kein keine keinen keinem keiner keines nie niemals niemand niemanden nichts weder ohne",
    fr: "ne pas jamais aucun aucune rien personne sans ni",
    es: "no nunca jamás nadie nada ningún ninguno ninguna sin tampoco ni",
    it: "non no mai nessuno nessuna nessun niente senza né",
    pt: "não nunca jamais ninguém nenhum nenhuma nada sem nem",
    nl: "niet geen nooit niemand niets zonder",
    ru: "не нет ни никогда никто ничего нельзя без",
    pl: "nie nigdy nikt nic bez brak",
    ar: "لا لم لن ليس ليست لست دون بدون غير",
  }).map(([lang, list]) => [lang, new Set(words(list))]),
);
/** For languages without a list of their own, and where none is known. */
const ALL_NEGATIONS: ReadonlySet<string> = new Set(
  Array.from(NEGATIONS.values(), (list) => [...list]).flat(),
);

/** In scripts without spaces: endings and words anywhere. */
const NEGATION_ANYWHERE =
  /n['’]t\b|ない|なく|なか[っろ]|ません|ずに|ぬ。|不|没|未|无|無|非|않|없|못|ไม่|मत|नहीं/gu;

/** A list of words, and of phrases with "_" for their spaces, and of what is found inside words of other scripts. */
const anyOf = (list: string, anywhere: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{M}])(?:${words(list).join("|").replace(/_/g, "\\s+")})(?![\\p{L}\\p{M}])|${anywhere}`,
    "giu",
  );

/** What makes a whole sentence hold only sometimes: none may go missing, in whichever clause it stands. */
const CONDITION = anyOf(
  "if unless except excluding provided providing otherwise wenn falls sofern solange außer sonst es_sei_denn vorausgesetzt si sauf sinon hormis excepté " +
    "à_moins à_condition si_no excepto salvo a_menos siempre_que se tranne altrimenti a_meno purché exceto caso_contrário desde_que als tenzij " +
    "behalve mits anders until_now until_then so_far bisher bislang bis_dahin jusqu['’]ici jusqu['’]à_présent jusque-là hasta_ahora hasta_entonces " +
    "finora fino_ad_ora até_agora até_então tot_nu_toe tot_dan до_сих_пор حتى_الآن если кроме иначе إذا إلا عدا لو شرط",
  "ただし|場合|以外|除[きいくけ]|限り|れば|なら[^ばな]|如果|除非|除了|否则|只要|경우|면\\s|지금까지|그동안|これまで|今まで|それまで|至今|迄今|目前为止|此前|หาก|ถ้า|ยกเว้น|अगर|यदि|सिवाय",
);

/** What shuts out all else: counts in the clauses that the point draws on. */
const ONLY = anyOf(
  "only merely nur lediglich ausschließlich erst seulement uniquement ne_\\S+_que sólo solo solamente únicamente soltanto solamente apenas somente só " +
    "alleen slechts enkel pas только лишь فقط",
  "だけ|のみ|しか|只有|只能|仅|僅|才能|만\\s|뿐|เท่านั้น|केवल|सिर्फ़",
);

/** What sets the clause it begins against the one before: without it the first is one-sided ("he asked, but they refused"). */
const CONTRAST = new RegExp(
  `(?:^\\s*(?:${words("but however aber jedoch allerdings doch mais cependant toutefois pero sino ma però mas porém maar echter но однако").join("|")})(?![\\p{L}\\p{M}]))|^\\s*(?:لكن|ولكن|但|可是|不过|然而|却|しかし)`,
  "iu",
);

/** What belongs to the word near it, a number, a time or a verb, and goes or stays with that. */
const LIMITS: readonly RegExp[] = [
  anyOf(
    "may might could can't_be perhaps probably possibly likely allegedly reportedly apparently supposedly " +
      "könnte könnten dürfte dürften vielleicht wahrscheinlich vermutlich möglicherweise angeblich offenbar " +
      "pourrait pourraient peut-être probablement apparemment serait seraient " +
      "podría podrían quizás quizá tal_vez probablemente posiblemente supuestamente " +
      "potrebbe potrebbero forse probabilmente presumibilmente poderia poderiam talvez provavelmente possivelmente supostamente " +
      "zou zouden misschien waarschijnlijk mogelijk kennelijk возможно вероятно наверное может якобы ربما قد يحتمل",
    "かもしれ|だろう|可能性|おそらく|らしい|とみられ|可能|也许|或许|大概|据说|아마|อาจ|शायद",
  ),
  anyOf(
    "until till by_the_end bis jusqu(?:e|['’]\\S*) hasta até tot до пока حتى before vor avant antes_de prima_di vóór перед قبل after since nach seit après depuis " +
      "después_de desde dopo depois_de na sinds после с_тех_пор بعد منذ",
    "まで|之前|以前|以后|之后|까지|จนถึง|तक",
  ),
  anyOf(
    "about around approximately roughly almost nearly etwa rund ungefähr circa fast knapp environ presque à_peu_près unos unas alrededor_de casi cerca_de circa quasi " +
      "ongeveer bijna около почти примерно نحو حوالي تقريبا",
    "約|およそ|ほぼ|大约|约|近|약\\s|ประมาณ|लगभग",
  ),
  anyOf(
    "at_least at_most up_to no_more_than less_than fewer_than more_than (?:over|under|below|above)(?=_[\\d£$€]) mindestens höchstens bis_zu weniger_als mehr_als (?:über|unter)(?=_\\d) " +
      "au_moins au_plus moins_de plus_de jusqu['’]à al_menos como_máximo menos_de más_de hasta almeno al_massimo meno_di più_di fino_a pelo_menos no_máximo " +
      "mais_de minstens hoogstens minder_dan meer_dan не_менее не_более более менее свыше على_الأقل أكثر_من أقل_من",
    "少なくとも|以上|以下|未満|最大|至少|最多|超过|不到|이상|이하|อย่างน้อย|मात्र|कम_से_कम",
  ),
];

/**
 * Which of these words `point` has lost, or has of its own. `sentences` are all its sources, `told` those of them that it
 * draws on; `lang` is BCP 47 or empty.
 */
export function findConditionFault(
  point: string,
  sentences: readonly string[],
  told: readonly string[],
  lang: string,
): "negation" | "qualifier" | undefined {
  const mark = (text: string): string => markNegations(text, lang);
  const negationsIn = (text: string): number => countNegations(text, lang);
  const terms = new Set(termsOf(point, ""));
  if (negationsIn(point) > negationsIn(sentences.join(" "))) return "negation";
  const denied = new Set(sentences.flatMap((sentence) => governed(mark(sentence), NEAR)));
  if (governed(mark(point)).some((term) => !denied.has(term))) return "negation";
  for (const sentence of told) {
    const used = clausesOf(sentence)
      .filter((clause) => isUsed(clause, terms))
      .join(", ");
    if (negationsIn(used) > negationsIn(point)) return "negation";
    if (setsFree(sentence, point, terms, mark)) return "negation";
    if (countOf(sentence, CONDITION) > countOf(point, CONDITION)) return "qualifier";
    if (losesContrast(sentence, terms)) return "qualifier";
    if (countOf(used, ONLY) > countOf(point, ONLY)) return "qualifier";
    const loses = (kind: RegExp): boolean =>
      setsFree(sentence, point, terms, (text) => text.toLowerCase().replace(kind, MARK));
    if (LIMITS.some(loses)) return "qualifier";
  }
  return undefined;
}

/** Whether a sentence says that something is not so. */
export function isNegated(text: string, lang: string): boolean {
  return countNegations(text, lang) > 0;
}

function countNegations(text: string, lang: string): number {
  return markNegations(text, lang).split(MARK).length - 1;
}

const MARK = "\u0000";

/** `text` in lower case with a mark in place of each negation; French "ne … pas" is one. */
function markNegations(text: string, lang: string): string {
  const list = NEGATIONS.get(primaryLanguage(lang)) ?? ALL_NEGATIONS;
  return text
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(FIRST_HALF, " ")
    .replace(/[\p{L}\p{M}']+/gu, (word) => (isNegation(word, list) ? MARK : word))
    .replace(NEGATION_ANYWHERE, MARK);
}

/** French "ne" that is followed by its "pas". */
const FIRST_HALF =
  /(?<![\p{L}\p{M}])(?:ne\s|n')(?=[^.,;:]{1,30}?(?<![\p{L}\p{M}])(?:pas|jamais|rien|plus|aucune?|personne|ni)(?![\p{L}\p{M}]))/gu;

/** French writes "n'ont", Arabic writes its "and" as a part of the word. */
function isNegation(word: string, list: ReadonlySet<string>): boolean {
  return word.startsWith("n'") || list.has(word) || list.has(word.replace(/^[وف]/u, ""));
}

/** Terms after a mark among which the number is looked for that it limits. */
const NEAR = 4;

/**
 * The terms that marks govern: the first one after each within its clause, and a number close by; where none follows or
 * the script puts such words behind, the last one before. `count` is how many follow at most.
 */
function governed(marked: string, count = 1): string[] {
  return clausesOf(marked).flatMap((clause) => {
    const parts = clause.split(MARK);
    return parts.slice(1).flatMap((_, at) => {
      const before = termsOf(parts[at] ?? "", "").at(-1) ?? [];
      if (BEHIND.test(clause)) return before;
      const after = termsOf(parts.slice(at + 1).join(" "), "").slice(0, NEAR);
      if (after.length === 0) return before;
      const number = after.find((term) => /^\p{N}/u.test(term)) ?? [];
      return after.slice(0, count).concat(number);
    });
  });
}

/** Japanese, Korean and Hindi put what limits a word behind it. */
const BEHIND = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Devanagari}]/u;

/** Whether a term that is governed in the sentence stands alone in the point. */
function setsFree(
  sentence: string,
  point: string,
  terms: ReadonlySet<string>,
  mark: (text: string) => string,
): boolean {
  const bound = new Set(governed(mark(point)));
  return governed(mark(sentence)).some((term) => terms.has(term) && !bound.has(term));
}

/** Parts of a sentence that signs divide; a decimal comma divides nothing. */
function clausesOf(sentence: string): string[] {
  return sentence.split(/[,،](?=\D)|[;:؛，；：、()（）]|\s[–—-]\s/u);
}

/** Whether the point draws on a clause, and not on the one that is set against it. */
function losesContrast(sentence: string, terms: ReadonlySet<string>): boolean {
  const [first = "", ...others] = clausesOf(sentence);
  let before = isUsed(first, terms);
  for (const clause of others) {
    const used = isUsed(clause, terms);
    if (before && !used && CONTRAST.test(clause)) return true;
    before ||= used;
  }
  return false;
}

/** Share of a clause's terms in the point from which on the point draws on it. */
const USED = 0.3;

function isUsed(clause: string, terms: ReadonlySet<string>): boolean {
  const own = new Set(termsOf(clause, ""));
  const used = Array.from(own).filter((term) => terms.has(term)).length;
  return own.size > 0 && used / own.size >= USED;
}

function countOf(text: string, kind: RegExp): number {
  return text.match(kind)?.length ?? 0;
}
