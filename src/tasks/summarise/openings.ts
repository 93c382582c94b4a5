/** Openings that point at an earlier sentence: such a sentence rarely stands well alone. */
import { primaryLanguage } from "../../page/language.ts";

/** By language, as what is a pronoun in one is an article in another: "il" is "he" in French and "the" in Italian. */
const LISTS: Readonly<Record<string, string>> = {
  en: "he she it they this that these those his her its their but and or so however also then yet instead such there here",
  de:
    "er sie es dies diese dieser dieses aber und doch jedoch auch dann dabei dazu damit davon dafür daher deshalb zudem außerdem " +
    "dort trotzdem",
  fr: "il elle ils elles ce cela ceci cette ces mais et donc or cependant toutefois aussi ainsi puis",
  es: "él ella ellos ellas esto eso este esta estos estas pero y sin_embargo además también así luego entonces",
  it: "egli lui lei esso essa loro questo questa questi queste ciò ma e però inoltre anche così poi quindi ne",
  pt: "ele ela eles elas isto isso este esta estes estas mas e porém contudo também além_disso assim depois então",
  nl: "hij zij ze dit dat deze maar en ook daarvan daarom daardoor daarmee daarna toen dan dus echter",
  ru: "он она оно они это этот эта эти его её их но и а однако также потом затем поэтому там тогда",
  ar: "لكن كما هذا هذه وقد وهو وهي لذلك",
  ja: "しかし また そして それ これ その この さらに ただし 一方",
  zh: "但 而且 因此 这 那 他 她 它 此外 不过 所以",
  ko: "그러나 하지만 그리고 그는 그녀는 이는 또 또한 따라서 그래서",
};

/** Scripts without spaces, and Arabic, where words are joined to the next: a beginning is enough. */
const JOINED = new Set(["ar", "ja", "zh"]);

const PATTERNS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries(LISTS).map(([lang, list]) => {
    const words = list.split(" ").join("|").replaceAll("_", "\\s+");
    return [lang, new RegExp(`^["'“«„「]?(?:${words})${JOINED.has(lang) ? "" : "(?=[\\s,'’])"}`, "iu")];
  }),
);

/** Whether `sentence` begins with a word that points back. `lang` is BCP 47; where it is empty, all lists are looked at. */
export function pointsBack(sentence: string, lang: string): boolean {
  if (lang === "") return Array.from(PATTERNS.values()).some((pattern) => pattern.test(sentence));
  return PATTERNS.get(primaryLanguage(lang))?.test(sentence) ?? false;
}
