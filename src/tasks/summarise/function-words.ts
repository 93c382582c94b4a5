/** Small words that change what a sentence says, or that sentences begin with, in the languages most pages are in. */

const words = (list: string): readonly string[] => list.split(" ");

/** In languages that divide words by spaces: whole words. */
const NEGATIONS = new Set(
  words(
    "no not never none nobody nothing neither nor without cannot cant can't don't doesn't didn't won't wouldn't isn't aren't wasn't " +
      "weren't hasn't haven't hadn't shouldn't couldn't mustn't " +
      "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts weder ohne " +
      "ne pas jamais aucun aucune rien personne sans ni " +
      "nunca jamás nadie nada ningún ninguno ninguna sin tampoco " +
      "non mai nessuno nessuna niente senza né não nunca jamais ninguém nenhum nenhuma nada sem nem " +
      "niet geen nooit niemand niets zonder не нет ни никогда никто ничего без nie nigdy nikt nic bez brak " +
      "لا لم لن ليس ليست دون بدون غير",
  ),
);

/** In scripts without spaces: endings and words anywhere. */
const NEGATION_ANYWHERE = /n['’]t\b|ない|なか[っろ]|ません|ずに|ぬ。|不|没|未|无|無|非|않|없|못/u;

/** A list of words, and of phrases with "_" for their spaces, and of what is found inside words of other scripts. */
const anyOf = (list: string, anywhere: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{M}])(?:${words(list).join("|").replace(/_/g, "\\s+")})(?![\\p{L}\\p{M}])|${anywhere}`,
    "iu",
  );

/** What makes a statement hold only sometimes, only up to a time, or only roughly: three kinds that do not stand in for each other. */
const QUALIFIERS: readonly RegExp[] = [
  anyOf(
    "if unless except only provided otherwise wenn falls sofern solange außer nur sonst si sauf seulement sinon hormis " +
      "sólo solo excepto salvo se tranne soltanto exceto apenas als tenzij behalve alleen если кроме только إذا إلا فقط عدا",
    "ただし|場合|以外|除[きいく]|限り|だけ|しか|如果|除非|除了|只有|경우",
  ),
  anyOf("until till bis jusqu(?:e|['’]\\S*) hasta fino até tot пока до حتى", "まで|之前|까지"),
  anyOf(
    "about around roughly almost nearly etwa rund ungefähr fast environ presque unos unas casi cerca circa quasi ongeveer bijna около почти " +
      "at_least at_most up_to less_than fewer_than more_than over under may might could would should mindestens höchstens weniger_als " +
      "mehr_als könnte könnten soll sollen au_moins au_plus moins_de plus_de pourrait al_menos menos_de más_de podría almeno " +
      "meno_di più_di pelo_menos menos_de mais_de minstens hoogstens минимум более менее أكثر_من أقل_من",
    "約|およそ|ほぼ|大约|少なくとも|以上|以下|至少|最多|超过|이상|이하",
  ),
];

/** Whether `point` lacks a condition, an "until" or an "at least" that `sentence` has. */
export function losesQualifier(point: string, sentence: string): boolean {
  return QUALIFIERS.some((kind) => kind.test(sentence) && !kind.test(point));
}

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

/** Small numbers in words; "one" and its like are articles and pronouns too, and left out. */
export const NUMBER_WORDS: ReadonlySet<string> = new Set(
  words(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million billion half third quarter " +
      "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert tausend millionen milliarden halb drittel viertel " +
      "deux trois quatre cinq sept huit neuf dix onze douze vingt trente cent cents mille millions milliards moitié tiers quart " +
      "dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cien ciento mil millones mitad tercio cuarto " +
      "due tre quattro cinque sei sette otto nove dieci venti cento milioni dois duas três quatro sete oito dez vinte milhões " +
      "twee drie vijf zes zeven negen tien twaalf twintig honderd duizend miljoen helft " +
      "два две три четыре пять шесть семь восемь девять десять двадцать сто тысяч миллионов миллиона половина",
  ),
);

/** Pairs whose one must not stand for the other. */
const CONTRARIES: readonly (readonly [string, string])[] = words(
  "male/female man/woman men/women he/she his/her boy/girl father/mother more/less most/least more/fewer before/after first/last up/down " +
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

/** Whether a sentence says that something is not so. */
export function isNegated(text: string): boolean {
  if (NEGATION_ANYWHERE.test(text)) return true;
  const found =
    text
      .toLowerCase()
      .replace(/’/g, "'")
      .match(/[\p{L}\p{M}']+/gu) ?? [];
  // French writes "n'ont", Arabic writes its "and" as a part of the word.
  return found.some(
    (word) => word.startsWith("n'") || NEGATIONS.has(word) || NEGATIONS.has(word.replace(/^[وف]/u, "")),
  );
}
