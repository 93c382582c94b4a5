/**
 * What a draft is worth, judged by code that knows nothing of the task's own: its cues and word lists are written for this
 * purpose, by stems and in more wordings than the catalogue has, so that what another way of drafting says counts too.
 *
 * Limits: a stance is seen by its words, so that irony, and a wording that no list has, are missed; a word of a list in
 * another sense counts. A question counts as answered when the draft takes it up by its words; whether the answer is right
 * cannot be seen. Names are looked for by capitals within sentences, and not in German, which writes all nouns so.
 */
import type { ReplyCase } from "./case.ts";

type Cue = "accept" | "decline" | "thank" | "ask" | "postpone";

const CUES: Readonly<Record<string, Readonly<Record<Cue, RegExp>>>> = {
  en: {
    accept:
      /\byes\b|\bgladly\b|works? (?:well |fine )?for me|suits? me|happy to|would love|of course|certainly|\bsure\b|\bagree\b|take care of|i(?:'ll| will) (?:be there|come|send|see to)|i can (?!not|no longer)/i,
    decline:
      /unfortunately|i(?:'m| am) (?:sorry|afraid), (?:but )?|can(?:'t|not) (?:make|come|do|agree|send)|not able to|decline|have to say no|does not work for me/i,
    thank: /thank|appreciate|grateful/i,
    ask: /\?|\[question\]/i,
    postpone:
      /later|get back to you|move (?:it|this)|postpone|reschedul|more time|cannot say yet|another (?:time|date|day)/i,
  },
  de: {
    accept:
      /\bja\b|gerne?\b|passt (?:es )?(?:mir|für mich)|einverstanden|kümmere|freue mich|natürlich|habe ich zeit|haben recht|du hast recht|ich kann (?!.*nicht)|in ordnung|zusage/i,
    decline:
      /leider|nicht möglich|absagen|ablehnen|nein\b|nicht (?:kommen|annehmen|machen)|tut mir leid, (?:aber|dass ich)/i,
    thank: /dank/i,
    ask: /\?|\[frage\]/i,
    postpone: /später|verschieb|melde mich|noch (?:etwas |mehr )?zeit|noch nicht sagen|anderen? termin/i,
  },
  fr: {
    accept:
      /\boui\b|volontiers|avec (?:grand )?plaisir|d[’']accord|me convient(?! pas)|bien sûr|m[’']en (?:occupe|charge)|parfait|je viendrai|j[’']accepte|raison|régler/i,
    decline:
      /malheureusement|je ne (?:peux|pourrai)|ne (?:me )?(?:convient|m[’']est) pas|décliner|je regrette, mais|ne pas (?:l[’']|y )|désolée?, (?:mais|je)/i,
    thank: /merci|remerci/i,
    ask: /\?|\[question\]/i,
    postpone:
      /plus tard|reporter|reviens vers|réponds? d[’']ici|encore (?:un peu )?de temps|encore le dire|autre (?:date|jour)/i,
  },
  es: {
    accept:
      /(?<!\p{L})sí(?!\p{L})|con (?:mucho )?gusto|de acuerdo|me viene (?:muy )?bien|me va bien|por supuesto|claro|me ocupo|acepto|encantad|iré\b|razón/iu,
    decline:
      /lamentablemente|no (?:puedo|podré|me viene|me es|voy a poder)|lo siento, pero|rechazar|declinar|prefiero no|no quiero/i,
    thank: /gracias|agradezco|agradecid/i,
    ask: /\?|\[pregunta\]/i,
    postpone:
      /más adelante|más tarde|posponer|aplazar|te contesto|le contesto|respondo antes|más de tiempo|todavía no/i,
  },
  it: {
    accept:
      /(?<!\p{L})sì(?!\p{L})|volentieri|con piacere|d[’']accordo|(?:per me va|mi va) ben|certo|me ne occupo|accetto|verrò|vengo|ragione|è vero/iu,
    decline:
      /purtroppo|non (?:posso|potrò|riuscirò|mi è possibile|mi va)|mi dispiace, ma|rifiutare|rinunciare|declinare/i,
    thank: /grazie|ringrazi/i,
    ask: /\?|\[domanda\]/i,
    postpone:
      /più (?:avanti|tardi)|rimandare|rinviare|ti rispondo|Le rispondo|ancora (?:un po|dirlo)|altra data|data successiva|farò sapere/i,
  },
  pt: {
    accept:
      /\bsim\b|com (?:todo o |muito )?gosto|de acordo|(?:está|é) (?:ótimo|bom)|claro|trato disso|aceito|combinado|estarei|razão/i,
    decline:
      /infelizmente|não (?:posso|vou poder|consigo|me é)|lamento, mas|recusar|desculpe, mas|prefiro não/i,
    thank: /obrigad|agradeç/i,
    ask: /\?|\[pergunta\]/i,
    postpone: /mais tarde|adiar|ainda não posso|respondo até|mais de tempo|posterior|outra data/i,
  },
  nl: {
    accept: /\bja\b|graag|prima|goed uit|schikt mij|natuurlijk|akkoord|zorg ervoor|gelijk|ik kom\b/i,
    decline:
      /helaas|niet (?:mogelijk|komen|doen|bij zijn)|spijt (?:me|mij), maar|afzien|kan (?:ik )?(?:echt )?niet|nee\b/i,
    thank: /dank/i,
    ask: /\?|\[vraag\]/i,
    postpone:
      /later|verplaats|uitstel|laat het (?:je|u)|nog niet zeggen|nog (?:wat )?tijd|uiterlijk|andere (?:datum|dag)/i,
  },
  pl: {
    accept:
      /\btak\b|chętnie|z przyjemnością|zgadzam|odpowiada mi|mi (?:odpowiada|pasuje)|oczywiście|zajmę się|będę|przyjmuję|prawda|zgadza się/i,
    decline: /niestety|nie (?:mogę|dam rady|jest to|odpowiada)|odmówić|zrezygnować|przykro mi, ale/i,
    thank: /dzięk/i,
    ask: /\?|\[pytanie\]/i,
    postpone: /później|przełoż|jeszcze tego|odpowiem do|odpowiedź do|trochę czasu|inny termin/i,
  },
};

/** Days and months, by language, for what a draft may not make up. */
const CALENDAR =
  /\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|june|july|august|september|october|november|december|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|märz|juni|juli|oktober|dezember|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre|lunes|martes|miércoles|jueves|viernes|domingo|enero|febrero|abril|junio|julio|septiembre|octubre|noviembre|diciembre|lunedì|martedì|mercoledì|giovedì|venerdì|gennaio|febbraio|maggio|giugno|luglio|settembre|ottobre|dicembre|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|janeiro|fevereiro|junho|julho|setembro|outubro|novembro|dezembro|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|januari|februari|maart|augustus|poniedziałek|wtorek|czwartek|piątek|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia)(?!\p{L})/giu;

/** Written large in formal address. */
const PRONOUNS = /^(?:Lei|Suo|Sua|Suoi|Sue|Pan|Pana|Panu|Pani|Państwo)$/u;

/** Small words by which a language is told. */
const SMALL: Readonly<Record<string, string>> = {
  en: "the and you i to of is that for my your are it have with be",
  de: "ich und die der das ist nicht für zu sie ihre dein dir vielen dank es mir ihnen",
  fr: "je le la les et vous votre pour de est pas ne merci à me c’est ton",
  es: "y el la de que su tu para no me gracias por es los en lo",
  it: "e il la di che per non mi grazie è le un sono ho lo della",
  pt: "o a e de que não para é por um com sua muito os do às em",
  nl: "de het een en ik je u is niet voor dat van op bedankt uw mij",
  pl: "i w na nie się za to że jest do z dziękuję mi tak o czy",
};

export interface Score {
  readonly stance: boolean;
  readonly answered: number;
  readonly questions: number;
  readonly mentioned: boolean;
  /** Numbers, dates, names, links that are in neither thread nor the user's words. */
  readonly invented: readonly string[];
  readonly language: boolean;
  readonly lengthKept: boolean;
}

/** Words in a body, at most, and this many more for each question that is taken up. */
const MOST_WORDS = { short: 50, medium: 75, long: 110, question: 20 } as const;

/** What `draft` is worth as an answer to `each`; `own` is the user's name. */
export function judge(each: ReplyCase, draft: string, own: string): Score {
  const body = bodyOf(draft, own);
  const questions = each.answers ?? [];
  const isEcho = repeats(body, each.text);
  const has = (pattern: string): boolean => new RegExp(pattern, "iu").test(body);
  const words = body.split(/\s+/).filter((word) => word !== "").length;
  return {
    stance: !isEcho && takesStance(each, body),
    answered: isEcho ? 0 : questions.filter(has).length,
    questions: questions.length,
    mentioned:
      (each.mentions ?? []).every(has) &&
      !(each.never ?? []).some((pattern) => new RegExp(pattern, "iu").test(draft)),
    invented: inventions(each, draft, own),
    language: languageOf(body) === each.lang,
    lengthKept:
      words >= 3 && words <= MOST_WORDS[each.length ?? "short"] + MOST_WORDS.question * questions.length,
  };
}

/** The draft without greeting, closing and name. */
function bodyOf(draft: string, own: string): string {
  const paragraphs = draft.trim().split(/\n{2,}/);
  const first = paragraphs[0] ?? "";
  const from = paragraphs.length > 1 && first.split(/\s+/).length <= 6 ? 1 : 0;
  const last = paragraphs.at(-1) ?? "";
  const to =
    paragraphs.length - from > 1 && (last.includes(own) || last.split(/\s+/).length <= 5) ? -1 : undefined;
  return paragraphs.slice(from, to).join("\n");
}

/** Words of a sentence that, said again, is the message and no answer to it. */
const ECHO_WORDS = 5;

/** Whether the draft says a sentence of the message again, other than to quote it or to answer it on the same line. */
function repeats(body: string, text: string): boolean {
  const said = plain(ownWordsOf(body));
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map(plain)
    .some((sentence) => sentence.split(" ").length >= ECHO_WORDS && said.includes(sentence));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Without what is quoted, and the questions of a list. */
function ownWordsOf(body: string): string {
  return body.replace(/[“„«‘][^”“»’]*[”“»’]/gu, " ").replace(/^– .*[.?:](?= )/gmu, "– ");
}

function takesStance({ stance, lang }: ReplyCase, body: string): boolean {
  const cues = CUES[lang];
  if (cues === undefined) throw new RangeError(lang);
  // What is quoted is the other's.
  const own = ownWordsOf(body);
  const says = (cue: Cue): boolean => cues[cue].test(own);
  switch (stance) {
    case "accept":
      return says("accept") && !says("decline") && !says("postpone");
    case "decline":
      return says("decline") && !says("postpone");
    case "postpone":
      return says("postpone");
    case "ask":
      return says("ask") && !says("decline");
    case "thank":
      return says("thank") && !says("decline") && !says("postpone");
    case "answer":
      return !says("decline") && !says("postpone") && own.trim() !== "";
  }
}

function inventions(each: ReplyCase, draft: string, own: string): string[] {
  const known = `${each.text}\n${each.words ?? ""}\n${each.from}\n${own}`;
  const lower = known.toLowerCase();
  const open = draft.replace(/\[[^\]\n]{1,40}\]/gu, " ");
  const digits = new Set(Array.from(known.matchAll(/\d+/g), ([number]) => number));
  const found = [
    ...Array.from(open.matchAll(/\d+/g), ([number]) => number).filter((number) => !digits.has(number)),
    ...Array.from(open.matchAll(CALENDAR), ([day]) => day).filter(
      (day) => !lower.includes(day.toLowerCase()),
    ),
    ...Array.from(open.matchAll(/(?:https?:|www\.)\S+|\S+@\S+/g), ([link]) => link).filter(
      (link) => !known.includes(link),
    ),
  ];
  if (each.lang !== "de") {
    const body = bodyOf(open, own);
    for (const [name] of body.matchAll(/(?<=[\p{Ll},]\s)\p{Lu}\p{Ll}{2,}/gu))
      if (!lower.includes(name.toLowerCase()) && !PRONOUNS.test(name)) found.push(name);
  }
  // A name in the greeting that nobody has.
  const greeted = draft.split("\n", 1)[0]?.match(/(?<=\s)\p{Lu}\p{Ll}{2,}/gu) ?? [];
  const polite =
    /^(?:Tag|Herr|Frau|Damen|Herren|Sir|Madam|Monsieur|Madame|Signori|Państwo|Dear|Hello|Customer|Vale|Kern)$/;
  const strangers = greeted.filter((name) => !lower.includes(name.toLowerCase()) && !polite.test(name));
  return Array.from(new Set([...found, ...strangers]));
}

function languageOf(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}’]+/gu) ?? [];
  const counts = Object.entries(SMALL).map(([lang, list]) => {
    const small = new Set(list.split(" "));
    return { lang, count: words.filter((word) => small.has(word)).length };
  });
  return counts.sort((a, b) => b.count - a.count)[0]?.lang ?? "";
}
