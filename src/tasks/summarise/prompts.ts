/** What the model is asked for one point: the words of the prompt, in the page's language. */
import type { Example, Prompt } from "../../engine/engine.ts";
import { primaryLanguage } from "../../page/language.ts";

interface Wording {
  readonly labels: Prompt["labels"];
  readonly examples: readonly Example[];
}

/**
 * For weights that follow instructions. One sentence asks, one forbids, one names the form: a model of this size loses
 * longer lists of rules.
 */
export const INSTRUCTION =
  "Say what the following text says in one short sentence, in the same language. Use only facts from the text. Answer with the sentence only.";

/** The same in another language, by its English name. */
function instructionIn(lang: string): string {
  const name = new Intl.DisplayNames("en", { type: "language" }).of(lang) ?? lang;
  return INSTRUCTION.replace("in the same language", `in ${name}`);
}

/**
 * For weights that continue text: worked examples, since they follow no instruction. They answer in the language of the
 * examples whatever the text's is, so each language has its own. The examples only leave words out, and so do the answers;
 * where examples rephrase, the answers invent. "Headline" makes them leave out more than "In short" does, and end after one
 * sentence (README.md has the figures). At a loss they answer with an example, so these tell of things that few pages tell
 * of. The texts are ours.
 */
const WORDINGS: ReadonlyMap<string, Wording> = new Map<string, Wording>(
  Object.entries({
    en: {
      labels: { input: "Text", output: "Headline" },
      examples: [
        {
          input:
            "The old post office, which has been empty for nine years, will be turned into a café by its new owner, a local baker.",
          output: "The old post office will be turned into a café by a local baker",
        },
        {
          input:
            "After a dry spring, farmers are no longer allowed to water their fields between ten in the morning and six in the evening.",
          output: "Farmers are no longer allowed to water their fields between ten and six",
        },
      ],
    },
    de: {
      labels: { input: "Text", output: "Schlagzeile" },
      examples: [
        {
          input:
            "Das alte Postamt, das seit neun Jahren leer steht, wird vom neuen Besitzer, einem Bäcker aus dem Ort, in ein Café umgebaut.",
          output: "Das alte Postamt wird in ein Café umgebaut",
        },
        {
          input:
            "Nach einem trockenen Frühjahr dürfen die Bauern ihre Felder zwischen zehn Uhr morgens und sechs Uhr abends nicht mehr bewässern.",
          output: "Die Bauern dürfen ihre Felder zwischen zehn und sechs Uhr nicht mehr bewässern",
        },
      ],
    },
    fr: {
      labels: { input: "Texte", output: "Titre" },
      examples: [
        {
          input:
            "L'ancien bureau de poste, vide depuis neuf ans, sera transformé en café par son nouveau propriétaire, un boulanger du village.",
          output: "L'ancien bureau de poste sera transformé en café par un boulanger",
        },
        {
          input:
            "Après un printemps sec, les agriculteurs n'ont plus le droit d'arroser leurs champs entre dix heures du matin et six heures du soir.",
          output:
            "Les agriculteurs n'ont plus le droit d'arroser leurs champs entre dix heures et six heures",
        },
      ],
    },
    es: {
      labels: { input: "Texto", output: "Titular" },
      examples: [
        {
          input:
            "La antigua oficina de correos, que lleva nueve años vacía, será convertida en un café por su nuevo dueño, un panadero del pueblo.",
          output: "La antigua oficina de correos será convertida en un café por un panadero",
        },
        {
          input:
            "Tras una primavera seca, los agricultores ya no pueden regar sus campos entre las diez de la mañana y las seis de la tarde.",
          output: "Los agricultores ya no pueden regar sus campos entre las diez y las seis",
        },
      ],
    },
    it: {
      labels: { input: "Testo", output: "Titolo" },
      examples: [
        {
          input:
            "Il vecchio ufficio postale, vuoto da nove anni, sarà trasformato in un caffè dal nuovo proprietario, un fornaio del paese.",
          output: "Il vecchio ufficio postale sarà trasformato in un caffè da un fornaio",
        },
        {
          input:
            "Dopo una primavera secca, gli agricoltori non possono più irrigare i campi tra le dieci del mattino e le sei di sera.",
          output: "Gli agricoltori non possono più irrigare i campi tra le dieci e le sei",
        },
      ],
    },
    pt: {
      labels: { input: "Texto", output: "Título" },
      examples: [
        {
          input:
            "A antiga estação dos correios, vazia há nove anos, será transformada num café pelo novo dono, um padeiro da vila.",
          output: "A antiga estação dos correios será transformada num café por um padeiro",
        },
        {
          input:
            "Depois de uma primavera seca, os agricultores já não podem regar os campos entre as dez da manhã e as seis da tarde.",
          output: "Os agricultores já não podem regar os campos entre as dez e as seis",
        },
      ],
    },
    nl: {
      labels: { input: "Tekst", output: "Kop" },
      examples: [
        {
          input:
            "Het oude postkantoor, dat al negen jaar leeg staat, wordt door de nieuwe eigenaar, een bakker uit het dorp, tot café verbouwd.",
          output: "Het oude postkantoor wordt door een bakker tot café verbouwd",
        },
        {
          input:
            "Na een droog voorjaar mogen boeren hun velden niet meer besproeien tussen tien uur 's ochtends en zes uur 's avonds.",
          output: "Boeren mogen hun velden niet meer besproeien tussen tien en zes uur",
        },
      ],
    },
    ru: {
      labels: { input: "Текст", output: "Заголовок" },
      examples: [
        {
          input:
            "Старую почту, которая девять лет стояла пустой, новый владелец, местный пекарь, превратит в кафе.",
          output: "Старую почту местный пекарь превратит в кафе",
        },
        {
          input:
            "После сухой весны фермерам больше нельзя поливать поля с десяти часов утра до шести часов вечера.",
          output: "Фермерам больше нельзя поливать поля с десяти до шести",
        },
      ],
    },
    ja: {
      labels: { input: "本文", output: "見出し" },
      examples: [
        {
          input:
            "九年間空いたままだった古い郵便局は、新しい持ち主である地元のパン屋によって喫茶店に改装される。",
          output: "古い郵便局は喫茶店に改装される",
        },
        {
          input: "雨の少ない春のあと、農家は朝十時から夕方六時まで畑に水をまくことができなくなった。",
          output: "農家は朝十時から夕方六時まで畑に水をまけない",
        },
      ],
    },
    zh: {
      labels: { input: "正文", output: "标题" },
      examples: [
        {
          input: "空了九年的老邮局将由新主人、当地的一位面包师改建成咖啡馆。",
          output: "老邮局将由面包师改建成咖啡馆",
        },
        {
          input: "春天干旱以后,农民在上午十点到下午六点之间不准再浇地。",
          output: "农民在上午十点到下午六点之间不准浇地",
        },
      ],
    },
    ko: {
      labels: { input: "본문", output: "제목" },
      examples: [
        {
          input: "구 년 동안 비어 있던 옛 우체국은 새 주인인 동네 제빵사가 카페로 바꾼다.",
          output: "옛 우체국은 동네 제빵사가 카페로 바꾼다",
        },
        {
          input: "가물었던 봄이 지난 뒤 농민들은 오전 열 시부터 오후 여섯 시까지 밭에 물을 줄 수 없다.",
          output: "농민들은 열 시부터 여섯 시까지 밭에 물을 줄 수 없다",
        },
      ],
    },
    hi: {
      labels: { input: "पाठ", output: "शीर्षक" },
      examples: [
        {
          input: "नौ साल से खाली पड़े पुराने डाकघर को उसका नया मालिक, जो इसी कस्बे का एक नानबाई है, कैफ़े में बदलेगा।",
          output: "पुराने डाकघर को उसका नया मालिक कैफ़े में बदलेगा",
        },
        {
          input: "सूखे वसंत के बाद किसान सुबह दस बजे से शाम छह बजे तक अपने खेतों में पानी नहीं दे सकते।",
          output: "किसान दस बजे से छह बजे तक खेतों में पानी नहीं दे सकते",
        },
      ],
    },
    ar: {
      labels: { input: "النص", output: "العنوان" },
      examples: [
        {
          input:
            "سيتحول مكتب البريد القديم، الذي ظل فارغا تسع سنوات، إلى مقهى على يد مالكه الجديد، وهو خباز من البلدة.",
          output: "سيتحول مكتب البريد القديم إلى مقهى",
        },
        {
          input: "بعد ربيع جاف لم يعد يجوز للمزارعين ري حقولهم بين العاشرة صباحا والسادسة مساء.",
          output: "لم يعد يجوز للمزارعين ري حقولهم بين العاشرة والسادسة",
        },
      ],
    },
  }),
);

/**
 * The prompt for one point, or undefined where the weights need examples and we have none in the page's language (`lang`,
 * BCP 47). Weights that follow instructions may be asked to answer in another language than the page's.
 */
export function promptFor(
  text: string,
  lang: string,
  style: "chat" | "completion",
  answerLang = lang,
): Prompt | undefined {
  const wording = WORDINGS.get(primaryLanguage(lang));
  if (style === "chat")
    return {
      instruction: answerLang === lang ? INSTRUCTION : instructionIn(answerLang),
      examples: [],
      labels: WORDINGS.get("en")?.labels ?? { input: "", output: "" },
      input: text,
    };
  return wording === undefined ? undefined : { instruction: "", ...wording, input: text };
}

/** Whether weights of this style can be asked about pages in `lang` (BCP 47 or empty). */
export function canAsk(lang: string, style: "chat" | "completion"): boolean {
  return style === "chat" || WORDINGS.has(primaryLanguage(lang));
}

/** Our own words in `prompt`, which have no place in an answer. */
export function ownTexts(prompt: Prompt): string[] {
  return [prompt.instruction, ...prompt.examples.flatMap(({ input, output }) => [input, output])];
}
