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
 * examples whatever the text's is, and begin like them when they are at a loss, so each language has its own, the two
 * begin differently, and what they tell occurs on few pages. Texts are ours.
 */
const WORDINGS: Readonly<Record<string, Wording>> = {
  en: {
    labels: { input: "Text", output: "In short" },
    examples: [
      {
        input:
          "The old post office, which had stood empty for nine years, was sold on Monday. The buyer, a local baker, wants to open a café there.",
        output: "A local baker bought the empty post office and wants to open a café.",
      },
      {
        input:
          "Since the drought of 2018 farmers in the valley have used less water. They are now not allowed to water fields between ten in the morning and six in the evening.",
        output: "Farmers in the valley may not water fields between ten and six.",
      },
    ],
  },
  de: {
    labels: { input: "Text", output: "Kurz" },
    examples: [
      {
        input:
          "Das alte Postamt, das neun Jahre lang leer stand, wurde am Montag verkauft. Der Käufer, ein Bäcker aus dem Ort, will dort ein Café eröffnen.",
        output: "Ein Bäcker hat das leere Postamt gekauft und will ein Café eröffnen.",
      },
      {
        input:
          "Seit der Dürre von 2018 verbrauchen die Bauern im Tal weniger Wasser. Sie dürfen ihre Felder jetzt zwischen zehn Uhr morgens und sechs Uhr abends nicht mehr bewässern.",
        output: "Bauern im Tal dürfen zwischen zehn und sechs Uhr keine Felder bewässern.",
      },
    ],
  },
  fr: {
    labels: { input: "Texte", output: "En bref" },
    examples: [
      {
        input:
          "L'ancien bureau de poste, vide depuis neuf ans, a été vendu lundi. L'acheteur, un boulanger du village, veut y ouvrir un café.",
        output: "Un boulanger a acheté le bureau de poste vide et veut y ouvrir un café.",
      },
      {
        input:
          "Depuis la sécheresse de 2018, les agriculteurs de la vallée utilisent moins d'eau. Ils n'ont plus le droit d'arroser leurs champs entre dix heures et dix-huit heures.",
        output: "Dans la vallée, les agriculteurs ne peuvent plus arroser entre dix et dix-huit heures.",
      },
    ],
  },
  es: {
    labels: { input: "Texto", output: "En breve" },
    examples: [
      {
        input:
          "La antigua oficina de correos, que llevaba nueve años vacía, se vendió el lunes. El comprador, un panadero del pueblo, quiere abrir allí un café.",
        output: "Un panadero compró la oficina de correos vacía y quiere abrir un café.",
      },
      {
        input:
          "Desde la sequía de 2018, los agricultores del valle gastan menos agua. Ahora no pueden regar sus campos entre las diez de la mañana y las seis de la tarde.",
        output: "Los agricultores del valle no pueden regar entre las diez y las seis.",
      },
    ],
  },
  it: {
    labels: { input: "Testo", output: "In breve" },
    examples: [
      {
        input:
          "Il vecchio ufficio postale, vuoto da nove anni, è stato venduto lunedì. L'acquirente, un fornaio del paese, vuole aprirvi un caffè.",
        output: "Un fornaio ha comprato l'ufficio postale vuoto e vuole aprire un caffè.",
      },
      {
        input:
          "Dalla siccità del 2018 gli agricoltori della valle usano meno acqua. Ora non possono irrigare i campi tra le dieci del mattino e le sei di sera.",
        output: "Gli agricoltori della valle non possono irrigare tra le dieci e le sei.",
      },
    ],
  },
  pt: {
    labels: { input: "Texto", output: "Em resumo" },
    examples: [
      {
        input:
          "A antiga estação dos correios, vazia há nove anos, foi vendida na segunda-feira. O comprador, um padeiro da vila, quer abrir ali um café.",
        output: "Um padeiro comprou a estação dos correios vazia e quer abrir um café.",
      },
      {
        input:
          "Desde a seca de 2018, os agricultores do vale usam menos água. Agora não podem regar os campos entre as dez da manhã e as seis da tarde.",
        output: "Os agricultores do vale não podem regar entre as dez e as seis.",
      },
    ],
  },
  nl: {
    labels: { input: "Tekst", output: "Kort" },
    examples: [
      {
        input:
          "Het oude postkantoor, dat negen jaar leeg stond, is maandag verkocht. De koper, een bakker uit het dorp, wil er een café openen.",
        output: "Een bakker heeft het lege postkantoor gekocht en wil een café openen.",
      },
      {
        input:
          "Sinds de droogte van 2018 gebruiken de boeren in het dal minder water. Ze mogen hun velden nu niet besproeien tussen tien uur 's ochtends en zes uur 's avonds.",
        output: "Boeren in het dal mogen niet sproeien tussen tien en zes uur.",
      },
    ],
  },
  ru: {
    labels: { input: "Текст", output: "Коротко" },
    examples: [
      {
        input:
          "Старую почту, которая девять лет стояла пустой, продали в понедельник. Покупатель, местный пекарь, хочет открыть там кафе.",
        output: "Местный пекарь купил пустую почту и хочет открыть кафе.",
      },
      {
        input:
          "После засухи 2018 года фермеры долины тратят меньше воды. Теперь им нельзя поливать поля с десяти утра до шести вечера.",
        output: "Фермерам долины нельзя поливать поля с десяти до шести.",
      },
    ],
  },
  ja: {
    labels: { input: "本文", output: "要約" },
    examples: [
      {
        input:
          "九年間空いたままだった古い郵便局が月曜日に売られた。買ったのは地元のパン屋で、そこに喫茶店を開きたいという。",
        output: "地元のパン屋が空いていた郵便局を買い、喫茶店を開く。",
      },
      {
        input:
          "2018年の干ばつから、谷の農家は水を使う量を減らしている。今は朝十時から夕方六時まで、畑に水をまくことができない。",
        output: "谷の農家は朝十時から夕方六時まで畑に水をまけない。",
      },
    ],
  },
  zh: {
    labels: { input: "正文", output: "摘要" },
    examples: [
      {
        input: "空了九年的老邮局星期一卖掉了。买主是当地的一位面包师,他想在那里开一家咖啡馆。",
        output: "当地一位面包师买下空置的老邮局,想开咖啡馆。",
      },
      {
        input: "2018年大旱以后,山谷里的农民用水少了。现在上午十点到下午六点之间不准浇地。",
        output: "山谷里的农民上午十点到下午六点不准浇地。",
      },
    ],
  },
  ar: {
    labels: { input: "النص", output: "باختصار" },
    examples: [
      {
        input:
          "بيع مكتب البريد القديم يوم الاثنين بعد أن ظل فارغا تسع سنوات. ويريد المشتري، وهو خباز من البلدة، أن يفتح فيه مقهى.",
        output: "اشترى خباز من البلدة مكتب البريد الفارغ ويريد أن يفتح فيه مقهى.",
      },
      {
        input:
          "منذ جفاف عام 2018 يستخدم مزارعو الوادي ماء أقل. ولا يجوز لهم الآن ري الحقول بين العاشرة صباحا والسادسة مساء.",
        output: "لا يجوز لمزارعي الوادي ري الحقول بين العاشرة والسادسة.",
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
