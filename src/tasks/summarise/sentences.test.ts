import { describe, expect, it } from "vitest";
import { growth } from "../../page/testing.ts";
import { sentencesIn, sentencesOf } from "./sentences.ts";

const paragraph = (text: string) => ({ kind: "paragraph" as const, text });

describe("sentencesIn", () => {
  it.each([
    [
      "en",
      "Dr. Helen Marsh spoke. Mr. and Mrs. Lee left.",
      ["Dr. Helen Marsh spoke.", "Mr. and Mrs. Lee left."],
    ],
    ["en", "J. R. Hall wrote it. It sold well.", ["J. R. Hall wrote it.", "It sold well."]],
    [
      "en",
      "Few make enough vitamin D. Health agencies help.",
      ["Few make enough vitamin D.", "Health agencies help."],
    ],
    ["en", "They won by 7 to 2. Taxes fell.", ["They won by 7 to 2.", "Taxes fell."]],
    ["en", "It costs 4.1 million. More follows.", ["It costs 4.1 million.", "More follows."]],
    ["en", "He said: “It fails. We lose.” Then he left.", ["He said: “It fails. We lose.”", "Then he left."]],
    ["de", "Ab dem 3. Mai ist offen. Danach nicht.", ["Ab dem 3. Mai ist offen.", "Danach nicht."]],
    [
      "de",
      "Der Freistaat zahlt 4 Mio. Euro, z. B. für Dächer. Mehr nicht.",
      ["Der Freistaat zahlt 4 Mio. Euro, z. B. für Dächer.", "Mehr nicht."],
    ],
    [
      "de",
      "„Das ist schwer. Wir warten“, sagte sie. Dann ging sie.",
      ["„Das ist schwer. Wir warten“, sagte sie.", "Dann ging sie."],
    ],
    ["fr", "M. Paul Lemaire espère. Mme. Duval non.", ["M. Paul Lemaire espère.", "Mme. Duval non."]],
    [
      "es",
      "La Dra. Ortuño espera. ¿Cuándo abre? Pronto.",
      ["La Dra. Ortuño espera.", "¿Cuándo abre?", "Pronto."],
    ],
    [
      "ja",
      "図書館は移転する。「遠くなる。」という声もある。",
      ["図書館は移転する。", "「遠くなる。」という声もある。"],
    ],
    [
      "ja",
      "この文書はよく聞かれる疑問 (その回答も!) を集めたものです。詳しくは次の章で。",
      ["この文書はよく聞かれる疑問 (その回答も!) を集めたものです。", "詳しくは次の章で。"],
    ],
    ["ar", "افتتحت المدينة مكتبة. هل هي مجانية؟ نعم.", ["افتتحت المدينة مكتبة.", "هل هي مجانية؟", "نعم."]],
    // Thai ends no sentence with a mark; a space before or after a figure divides nothing.
    [
      "th",
      "ประภาคารเก่าของเกาะจะเปิดไฟอีกครั้งในวันที่ 14 พฤษภาคม นักท่องเที่ยวจะเดินทางไปที่เกาะได้ด้วยเรือวันละ 2 เที่ยวเท่านั้น",
      ["ประภาคารเก่าของเกาะจะเปิดไฟอีกครั้งในวันที่ 14 พฤษภาคม", "นักท่องเที่ยวจะเดินทางไปที่เกาะได้ด้วยเรือวันละ 2 เที่ยวเท่านั้น"],
    ],
    // So does Tibetan, whose stroke ends clauses too.
    [
      "bo",
      "བོད་ནི་མཐོ་སྒང་ཞིག་ཡིན། འདིར་མི་མང་པོ་གནས་ཡོད་པ་རེད། ཟམ་པ་གསར་པ་དེ་ལོ་༢༠༢༧ལ་སྒོ་འབྱེད་རྒྱུ་རེད།",
      ["བོད་ནི་མཐོ་སྒང་ཞིག་ཡིན། འདིར་མི་མང་པོ་གནས་ཡོད་པ་རེད།", "ཟམ་པ་གསར་པ་དེ་ལོ་༢༠༢༧ལ་སྒོ་འབྱེད་རྒྱུ་རེད།"],
    ],
    ["not a tag!", "One. Two.", ["One.", "Two."]],
    ["x_y!!", "One. Two.", ["One.", "Two."]],
    ["DE_at", "Ab dem 3. Mai ist offen.", ["Ab dem 3. Mai ist offen."]],
    // Filipino is not Finnish, which writes "the second" as "2."
    ["fil", "They won by 7 to 2. Taxes fell.", ["They won by 7 to 2.", "Taxes fell."]],
    ["en", "", []],
  ])("%s: %s", (lang, text, sentences) => {
    expect(sentencesIn(text, lang)).toEqual(sentences);
  });

  it("joins no more than a few sentences when a bracket is never closed", () => {
    const text = `Open (here. ${"A sentence of some length follows. ".repeat(200)}`;
    expect(Math.max(...sentencesIn(text, "en").map((sentence) => sentence.length))).toBeLessThanOrEqual(800);
  });
});

describe("hostile text", () => {
  it.each([
    ["openings", "（"],
    ["sentences that open", "。「"],
    ["sentences of openings", "。（（（（（（"],
    ["full stops", ". "],
    ["initials", "A. b. "],
    ["open quotations", "„A. B. "],
    ["one letter", "a"],
    ["ordinals", "1. "],
    ["words without end", "word "],
    ["sentences", "The keeper saw a boat at sea. "],
  ])("takes %s apart in linear time", async (_, run) => {
    const text = (n: number) => `${run.repeat(n / run.length)}x`;
    expect(await growth(10_000, (n) => sentencesIn(text(n), "de"))).toBeLessThan(10);
  });

  it("loses nothing of a text in pieces, and no piece of a long sentence counts as one", async () => {
    const long = `It went on ${"and on ".repeat(3000)}until the end.`;
    const short = "The keeper of the tower then went home.";
    const text = `${short} ${long} ${short.replace("then", "never")}`;
    expect(sentencesIn(text, "en").join(" ")).toBe(text);
    expect((await sentencesOf([paragraph(text)], "en")).map((sentence) => sentence.text)).toEqual([
      short,
      short.replace("then", "never"),
    ]);
  });

  it("rests between sentences, and can be stopped there", async () => {
    let steps = 0;
    const rest = () => (++steps === 50 ? Promise.reject(new Error("stop")) : undefined);
    const text = "The keeper saw a boat at sea. ".repeat(1000);
    await expect(sentencesOf([paragraph(text)], "en", rest)).rejects.toThrow("stop");
    expect(steps).toBe(50);
  });
});

describe("sentencesOf", () => {
  it("keeps paragraphs apart, numbers sentences in them, and leaves out headings and code", async () => {
    const sentences = await sentencesOf(
      [
        { kind: "heading", text: "A heading that looks like a sentence." },
        paragraph("The first sentence is here. The second one is here too."),
        { kind: "code", text: "const sentence = 'This is not one of them.';" },
        { kind: "item", text: "An item of a list without a mark but long enough to say something" },
      ],
      "en",
    );
    expect(sentences.map(({ text, block, place, kind }) => [text.slice(0, 12), block, place, kind])).toEqual([
      ["The first se", 1, 0, "paragraph"],
      ["The second o", 1, 1, "paragraph"],
      ["An item of a", 3, 0, "item"],
    ]);
  });

  it.each([
    ["too short", "Yes, of course."],
    ["a lead-in", "The following options are known to the server:"],
    ["a table's row", "folder | none | Where the responses are kept."],
    ["mostly figures", "12.3 45.6 78.9 10.11 12.13 total 99.99 100."],
    ["a line of navigation", "Home News Sport Weather Jobs"],
    ["too long", `It goes on ${"and on ".repeat(200)}until here.`],
  ])("leaves out %s", async (_, text) => {
    expect(await sentencesOf([paragraph(text)], "en")).toEqual([]);
  });

  it.each([
    ["km", "ទន្លេមេគង្គមានប្រវែង៤៣៥០គីឡូម៉ែត្រ។ ស្ពានថ្មីនឹងបើកនៅខែមករា ឆ្នាំ២០២៧។"],
    ["my", "ဧရာဝတီမြစ်သည် မြန်မာနိုင်ငံ၏ အရှည်ဆုံးမြစ်ဖြစ်သည်။ တံတားအသစ်ကို ၂၀၂၇ ခုနှစ်တွင် ဖွင့်လှစ်မည်ဖြစ်သည်။"],
    ["am", "አዲሱ ድልድይ በጥር ወር ይከፈታል ሲል መንግስት አስታወቀ። ድልድዩ 120 ሚሊዮን ዶላር ወጪ ተደርጎበታል።"],
    ["hy", "Նոր կամուրջը կբացվի հունվարին, հայտարարեց կառավարությունը։ Կամուրջն արժեցել է 120 միլիոն դոլար։"],
    ["bn", "নতুন সেতুটি জানুয়ারিতে খুলবে বলে সরকার জানিয়েছে। সেতুটির খরচ হয়েছে ১২০ কোটি টাকা।"],
    ["he", "הגשר החדש ייפתח בינואר, הודיעה הממשלה. הגשר עלה 120 מיליון דולר ונבנה במשך שש שנים."],
  ])("knows sentences of %s", async (lang, text) => {
    expect((await sentencesOf([paragraph(text)], lang)).map((sentence) => sentence.text).join(" ")).toBe(
      text,
    );
    expect(await sentencesOf([paragraph(text)], lang)).toHaveLength(2);
  });

  it("takes the same sentence once", async () => {
    const text = "We use the same words on every page.";
    expect(await sentencesOf([paragraph(text), paragraph(text)], "en")).toHaveLength(1);
  });
});
