/** Small words that change what a sentence says, or that sentences begin with, in the languages most pages are in. */

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

/** Whether `point` ends where `sentence` goes on with such a word. */
export function endsTooSoon(point: string, sentence: string): boolean {
  const last = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*(?=[^\p{L}\p{N}]*$)/u.exec(point)?.[0].toLowerCase();
  if (last === undefined) return false;
  const at = sentence.toLowerCase().lastIndexOf(last);
  return at >= 0 && CONTINUATION.test(sentence.slice(at + last.length));
}
