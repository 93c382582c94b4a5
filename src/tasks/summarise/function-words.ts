/** Small words that change what a sentence says, or that sentences begin with, in the languages most pages are in. */

import { primaryLanguage } from "../../page/language.ts";
import { wordsOf } from "./terms.ts";

const words = (list: string): readonly string[] => list.split(" ");

/** Words with a capital at the beginning of a sentence that are no names. Lower case. */
export const SENTENCE_OPENERS: ReadonlySet<string> = new Set(
  words(
    "a an the in on at by from after before for of to with without it its he she they we you i this that these those there here " +
      "if when while since until because although as and but or so not no some many most all each every both more less one two " +
      "people about during under over between " +
      "der die das den dem des ein eine einen einem einer es er sie wir ich man dies diese dieser dieses in im am an auf aus bei " +
      "mit nach seit von vom vor zu zum zur für ohne um wenn weil nicht kein keine alle viele nur auch " +
      "le la les l un une des du de d il elle ils elles on nous je ce cette ces cet dans en à au aux par pour sur sans avec après " +
      "depuis si quand tous toutes aucun aucune " +
      "el los las unos unas en del al por para con sin desde hasta tras se no su sus este esta todos cuando lo es hay " +
      "il lo gli i uno di da per tra nel nella non o os as um uma no na em het een de op van voor met " +
      "в на с по из для от до не он она они это как если",
  ),
);

/** Pairs whose one must not stand for the other. */
const CONTRARIES: readonly (readonly [string, string])[] = words(
  "was/is were/are had/has male/female man/woman men/women he/she his/her boy/girl father/mother more/less most/least more/fewer before/after first/last up/down " +
    "open/closed opens/closes opened/closed rise/fall rises/falls rose/fell risen/fallen increase/decrease increased/decreased buy/sell " +
    "bought/sold win/lose won/lost north/south east/west best/worst high/low higher/lower always/never all/some everybody/nobody " +
    "hot/cold with/without above/below early/late earlier/later day/night allowed/forbidden gain/loss profit/loss " +
    "mann/frau männer/frauen mehr/weniger vor/nach steigt/sinkt steigen/sinken gestiegen/gesunken offen/geschlossen öffnet/schließt " +
    "kauft/verkauft gekauft/verkauft gewonnen/verloren mit/ohne nord/süd norden/süden osten/westen tag/nacht alle/keine " +
    "homme/femme plus/moins avant/après ouvre/ferme ouvert/fermé hausse/baisse achète/vend acheté/vendu nord/sud est/ouest avec/sans jour/nuit " +
    "hombre/mujer más/menos antes/después abre/cierra abierto/cerrado sube/baja compra/vende norte/sur este/oeste con/sin día/noche",
).flatMap((pair): [string, string][] => {
  const [one = "", other = ""] = pair.split("/");
  return [
    [one, other],
    [other, one],
  ];
});

/** Whether the point has a word in whose place its source has only the contrary. Words in lower case. */
export function findContrary(point: readonly string[], source: readonly string[]): boolean {
  const [said, known] = [new Set(point), new Set(source)];
  return CONTRARIES.some(([one, other]) => said.has(one) && !known.has(one) && known.has(other));
}

/** Words that go on with what stands before them: a sentence that ends just there has lost its matter ("had known since 1958 that …"). */
const CONTINUATION = new RegExp(
  `^\\s+(?:${words("that to of than whether how why dass daß zu als ob que qu['’] de di che om te dat чтобы что أن").join("|")})(?![\\p{L}\\p{M}])`,
  "iu",
);

/**
 * Words that wait for another one: articles, prepositions, conjunctions, auxiliaries, and the pronouns that begin a clause. By
 * language, as what is a preposition in one is a noun in another.
 */
const WAITING: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    en:
      "a an the this these those my your our their its his every each some any no and or but nor so yet of to from with without for at by " +
      "in on into onto over under between among through during before after since until about against toward towards than that which who " +
      "whose whom what where when while because although though if unless whether as like is are was were be been being has have had having " +
      "will would can could may might must shall should do does did not more most very too",
    de:
      "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem kein keine keinen keinem mein sein seine " +
      "seinen seiner ihr ihre ihren ihrer und oder aber sondern denn sowie von vom zu zum zur in im an am auf aus bei beim mit nach seit für " +
      "durch gegen ohne um über unter vor hinter neben zwischen während wegen trotz bis dass ob weil wenn als obwohl damit wie welche welcher " +
      "ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können muss müssen soll sollen darf dürfen sehr mehr nicht",
    fr:
      "le la les l un une des du de d qu j ce cet cette ces mon ma mes son sa ses notre nos votre vos leur leurs et ou mais ni car à au aux en dans " +
      "par pour sur sous sans avec chez vers entre depuis pendant avant après contre que qu qui dont où quand lorsque si comme est sont était " +
      "étaient a ont avait avaient sera seront peut peuvent doit doivent ne n se s très plus",
    es:
      "el la los las un una unos unas lo de del a al en con sin por para sobre entre hasta desde hacia según contra tras y e o u pero sino ni " +
      "que quien cuyo cuya donde cuando como si porque aunque su sus mi mis este esta estos estas ese esa es son era eran fue fueron ha han " +
      "había habían será serán puede pueden debe deben no se muy más",
    it:
      "il lo la i gli le l un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla dai dalle in nel nello nella " +
      "nei nelle con su sul sulla sui sulle per tra fra e ed o ma né che chi cui dove quando come se perché suo sua suoi sue questo questa è " +
      "sono era erano ha hanno aveva avevano sarà saranno può possono deve devono non si molto più",
    pt:
      "o a os as um uma uns umas de do da dos das em no na nos nas num numa ao à aos às por pelo pela pelos pelas para com sem sobre entre até " +
      "desde e ou mas nem que quem cujo onde quando como se porque embora seu sua seus suas este esta é são era eram foi foram tem têm será " +
      "serão pode podem deve devem não muito mais",
    nl:
      "de het een dit dat deze die mijn zijn haar hun en of maar van naar te in op aan uit bij met na sinds voor door tegen zonder om over " +
      "onder tussen tijdens tot dan als omdat terwijl hoewel wanneer waar wie welke is was waren heeft hebben had hadden wordt worden werd " +
      "werden kan kunnen moet moeten mag zal zullen niet zeer meer",
    ru: "и а но или что чтобы который которая которое которые где когда если как в во на с со к ко у о об от до из за по для при без над под не ни",
    ar: "و أو في من إلى على عن مع أن إن التي الذي الذين لكن ثم حتى بين منذ قد لا لم لن",
    zh: "的 和 与 或 在 从 对 把 被 向 给 由 于 将 是 不 而 但",
  }).map(([lang, list]) => [lang, new Set(words(list))]),
);

const CLAUSE_END = /^["'”’»)\]」』]*\s*(?:$|[.,;:!?…。，；：、！？،؛؟()–—])/u;

/** Whether `point` ends with a word that waits for another one, and that ends no clause of its sources. `lang` is BCP 47 or empty. */
export function isLeftWaiting(point: string, sources: readonly string[], lang: string): boolean {
  const last = wordsOf(point).at(-1);
  if (last === undefined || !WAITING.get(primaryLanguage(lang))?.has(last)) return false;
  return !sources.some((source) => {
    const text = source.toLowerCase();
    for (let at = text.indexOf(last); at !== -1; at = text.indexOf(last, at + 1))
      if (CLAUSE_END.test(text.slice(at + last.length))) return true;
    return false;
  });
}

/** Whether `point` ends where `sentence` goes on with such a word. */
export function endsTooSoon(point: string, sentence: string): boolean {
  const last = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*(?=[^\p{L}\p{N}]*$)/u.exec(point)?.[0].toLowerCase();
  if (last === undefined) return false;
  const at = sentence.toLowerCase().lastIndexOf(last);
  return at >= 0 && CONTINUATION.test(sentence.slice(at + last.length));
}
