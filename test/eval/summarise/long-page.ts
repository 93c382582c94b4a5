/** Long pages made by rule, the same in every run: for measures of time, and for tests of what covers a page. */
import type { PageContent } from "../../../src/page/content.ts";

interface Frame {
  readonly title: string;
  /** Sentences with `#` for words and `%` for a number. */
  readonly frames: readonly string[];
  readonly words: string;
  /** What stands between two sentences of a paragraph. */
  readonly gap: string;
}

const FRAMES: Readonly<Record<string, Frame>> = {
  en: {
    title: "The harbour in winter",
    frames: [
      "The # of the # was brought to the # on day %.",
      "Nobody in the # had seen a # like the one that came in year %.",
      "After % days the # near the # was repaired with a new #.",
    ],
    words:
      "harbour keeper lamp boat tower winter engine ferry stone signal captain storm letter bridge bakery lantern",
    gap: " ",
  },
  de: {
    title: "Der Hafen im Winter",
    frames: [
      "Der # aus dem # wurde am Tag % zum # gebracht.",
      "Niemand im # hatte je einen # wie im Jahr % gesehen.",
      "Nach % Tagen war der # beim # mit einem neuen # repariert.",
    ],
    words:
      "Hafen Wärter Leuchtturm Winter Motor Kutter Felsen Kapitän Sturm Brief Bäcker Speicher Graben Markt",
    gap: " ",
  },
  ar: {
    title: "الميناء في الشتاء",
    frames: [
      "وصل # من # إلى # في اليوم %.",
      "لم ير أحد في # مثل # الذي ظهر في سنة %.",
      "بعد % يوما تم إصلاح # قرب # بقطعة جديدة من #.",
    ],
    words: "الميناء الحارس المصباح القارب البرج الشتاء المحرك الصخرة القبطان العاصفة الرسالة الجسر المخبز",
    gap: " ",
  },
  ja: {
    title: "冬の港",
    frames: [
      "#の#は第%日に#へ運ばれた。",
      "#では、%年に現れたような#を見た者はいなかった。",
      "%日後、#の近くの#は新しい#で直された。",
    ],
    words: "港 番人 灯台 小舟 冬 機関 岩場 船長 嵐 手紙 橋 パン屋 倉庫 市場 鉄道 病院",
    gap: "",
  },
  zh: {
    title: "冬天的港口",
    frames: ["#的#在第%天被送到#。", "#里没有人见过像%年出现的那种#。", "%天以后,#附近的#用新的#修好了。"],
    words: "港口 守卫 灯塔 小船 冬天 机器 岩石 船长 暴风 信件 大桥 面包店 仓库 市场 铁路 医院",
    gap: "",
  },
  th: {
    title: "ท่าเรือในฤดูหนาว",
    frames: ["#ของ#ถูกนำไปที่#ในวันที่ %", "ไม่มีใครใน#เคยเห็น#แบบที่ปรากฏในปี %", "หลังจาก % วัน #ใกล้#ก็ได้รับการซ่อมด้วย#ใหม่"],
    words: "ท่าเรือ ผู้ดูแล ประภาคาร เรือ หอคอย ฤดูหนาว เครื่องยนต์ ก้อนหิน กัปตัน พายุ จดหมาย สะพาน ร้านขนมปัง",
    gap: " ",
  },
};

const PER_BLOCK = 5;

/** A page of `sentences` different sentences in one of the languages above ("en" for others), five a paragraph. */
export function longPage(
  lang: string,
  sentences: number,
  seed = 0,
): Pick<PageContent, "title" | "lang" | "blocks"> {
  const { title, frames, words, gap } = FRAMES[lang] ?? (FRAMES.en as Frame);
  const list = words.split(" ");
  const random = generator(sentences + seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const made = Array.from({ length: sentences }, (_, index) =>
    pick(frames)
      .replaceAll("#", () => pick(list))
      .replaceAll("%", String(index + 1)),
  );
  const blocks = Array.from({ length: Math.ceil(sentences / PER_BLOCK) }, (_, index) => ({
    kind: "paragraph" as const,
    text: made.slice(index * PER_BLOCK, (index + 1) * PER_BLOCK).join(gap),
  }));
  return { title, lang, blocks };
}

/** Numbers that look random and are the same in every run (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
