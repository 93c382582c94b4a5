/** What the model is asked for one point: the words of the prompt, in the page's language. */
import type { Example, Prompt } from "../../engine/engine.ts";

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

/**
 * For weights that continue text: worked examples, since they follow no instruction. They answer in the language of the
 * examples whatever the text's is, so each language has its own. Asked for a headline they shorten; asked for a summary
 * they copy, or go on with a second sentence of their own (README.md has the figures). When at a loss they answer with an
 * example, so these tell of things that few pages tell of. The texts are ours.
 */
const WORDINGS: Readonly<Record<string, Wording>> = {
  en: {
    labels: { input: "Text", output: "Headline" },
    examples: [
      {
        input:
          "The old post office, which has been empty for nine years, was sold on Monday to a baker who wants to open a café there.",
        output: "Baker buys empty post office to open a café",
      },
      {
        input:
          "After a dry spring, farmers are no longer allowed to water their fields between ten in the morning and six in the evening.",
        output: "Farmers not allowed to water fields between ten and six",
      },
    ],
  },
  de: {
    labels: { input: "Text", output: "Schlagzeile" },
    examples: [
      {
        input:
          "Das alte Postamt, das seit neun Jahren leer steht, wurde am Montag an einen Bäcker verkauft, der dort ein Café eröffnen will.",
        output: "Bäcker kauft leeres Postamt und will Café eröffnen",
      },
      {
        input:
          "Nach einem trockenen Frühjahr dürfen die Bauern ihre Felder zwischen zehn Uhr morgens und sechs Uhr abends nicht mehr bewässern.",
        output: "Bauern dürfen Felder zwischen zehn und sechs Uhr nicht bewässern",
      },
    ],
  },
  fr: {
    labels: { input: "Texte", output: "Titre" },
    examples: [
      {
        input:
          "L'ancien bureau de poste, vide depuis neuf ans, a été vendu lundi à un boulanger qui veut y ouvrir un café.",
        output: "Un boulanger achète l'ancien bureau de poste pour y ouvrir un café",
      },
      {
        input:
          "Après un printemps sec, les agriculteurs n'ont plus le droit d'arroser leurs champs entre dix heures du matin et six heures du soir.",
        output: "Les agriculteurs ne peuvent plus arroser entre dix heures et six heures",
      },
    ],
  },
  es: {
    labels: { input: "Texto", output: "Titular" },
    examples: [
      {
        input:
          "La antigua oficina de correos, que lleva nueve años vacía, se vendió el lunes a un panadero que quiere abrir allí un café.",
        output: "Un panadero compra la antigua oficina de correos para abrir un café",
      },
      {
        input:
          "Tras una primavera seca, los agricultores ya no pueden regar sus campos entre las diez de la mañana y las seis de la tarde.",
        output: "Los agricultores no pueden regar entre las diez y las seis",
      },
    ],
  },
  it: {
    labels: { input: "Testo", output: "Titolo" },
    examples: [
      {
        input:
          "Il vecchio ufficio postale, vuoto da nove anni, è stato venduto lunedì a un fornaio che vuole aprirvi un caffè.",
        output: "Un fornaio compra il vecchio ufficio postale per aprire un caffè",
      },
      {
        input:
          "Dopo una primavera secca gli agricoltori non possono più irrigare i campi tra le dieci del mattino e le sei di sera.",
        output: "Gli agricoltori non possono irrigare tra le dieci e le sei",
      },
    ],
  },
  pt: {
    labels: { input: "Texto", output: "Título" },
    examples: [
      {
        input:
          "A antiga estação dos correios, vazia há nove anos, foi vendida na segunda-feira a um padeiro que quer abrir ali um café.",
        output: "Padeiro compra antiga estação dos correios para abrir um café",
      },
      {
        input:
          "Depois de uma primavera seca, os agricultores já não podem regar os campos entre as dez da manhã e as seis da tarde.",
        output: "Agricultores não podem regar os campos entre as dez e as seis",
      },
    ],
  },
  nl: {
    labels: { input: "Tekst", output: "Kop" },
    examples: [
      {
        input:
          "Het oude postkantoor, dat al negen jaar leeg staat, is maandag verkocht aan een bakker die er een café wil openen.",
        output: "Bakker koopt leeg postkantoor om er een café te openen",
      },
      {
        input:
          "Na een droog voorjaar mogen boeren hun velden niet meer besproeien tussen tien uur 's ochtends en zes uur 's avonds.",
        output: "Boeren mogen velden niet besproeien tussen tien en zes uur",
      },
    ],
  },
  ru: {
    labels: { input: "Текст", output: "Заголовок" },
    examples: [
      {
        input:
          "Старую почту, которая девять лет стояла пустой, в понедельник продали пекарю, который хочет открыть там кафе.",
        output: "Пекарь купил пустую почту, чтобы открыть кафе",
      },
      {
        input:
          "После сухой весны фермерам больше нельзя поливать поля с десяти часов утра до шести часов вечера.",
        output: "Фермерам нельзя поливать поля с десяти до шести",
      },
    ],
  },
  ja: {
    labels: { input: "本文", output: "見出し" },
    examples: [
      {
        input: "九年間空いたままだった古い郵便局が月曜日、そこに喫茶店を開きたいというパン屋に売られた。",
        output: "パン屋が古い郵便局を買い喫茶店を開く",
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
        input: "空了九年的老邮局星期一卖给了一位面包师,他想在那里开一家咖啡馆。",
        output: "面包师买下老邮局开咖啡馆",
      },
      {
        input: "春天干旱以后,农民在上午十点到下午六点之间不准再浇地。",
        output: "农民上午十点到下午六点不准浇地",
      },
    ],
  },
  ar: {
    labels: { input: "النص", output: "العنوان" },
    examples: [
      {
        input: "بيع مكتب البريد القديم، الذي ظل فارغا تسع سنوات، يوم الاثنين إلى خباز يريد أن يفتح فيه مقهى.",
        output: "خباز يشتري مكتب البريد القديم ليفتح فيه مقهى",
      },
      {
        input: "بعد ربيع جاف لم يعد يجوز للمزارعين ري حقولهم بين العاشرة صباحا والسادسة مساء.",
        output: "لا يجوز للمزارعين ري حقولهم بين العاشرة والسادسة",
      },
    ],
  },
};

/** The prompt for one point, or undefined where the weights need examples and we have none in the page's language. */
export function promptFor(text: string, lang: string, style: "chat" | "completion"): Prompt | undefined {
  const wording = WORDINGS[lang.slice(0, 2)];
  if (style === "chat")
    return {
      instruction: INSTRUCTION,
      examples: [],
      labels: WORDINGS.en?.labels ?? { input: "", output: "" },
      input: text,
    };
  return wording === undefined ? undefined : { instruction: "", ...wording, input: text };
}

/** Our own words in `prompt`, which have no place in an answer. */
export function ownTexts(prompt: Prompt): string[] {
  return [prompt.instruction, ...prompt.examples.flatMap(({ input, output }) => [input, output])];
}
