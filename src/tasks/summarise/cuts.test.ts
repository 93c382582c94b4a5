/** Mostly answers that the pretrained weights gave. */
import { describe, expect, it } from "vitest";
import { align, isBroken } from "./cuts.ts";

describe("isBroken", () => {
  it.each([
    [
      "en",
      "A second line at a cost of 310,000 kroner.",
      "An inspector's letter, found in the archive in 2004, asked for a second line at a cost of 310,000 kroner.",
    ],
    [
      "en",
      "The quarrel of two brothers over the tree's shade.",
      "The quarrel of two brothers over the tree's shade is as tense as any thriller, and the storm at the end had the audience holding on to their seats.",
    ],
    [
      "en",
      "Lighthouse of Skerry lit again on 14 May.",
      "The lighthouse of Skerry will be lit again on 14 May.",
    ],
    [
      "de",
      "Die Strecke bis Mai gesperrt.",
      "Die Strecke ist bis Mai gesperrt, weil am Tunnel gearbeitet wird.",
    ],
    ["fr", "Le pont fermé jusqu'en mars.", "Le pont est fermé jusqu'en mars."],
    ["ja", "港の博物館は6万1千人訪れた。", "港の博物館には去年、これまでで最も多い6万1千人が訪れた。"],
    ["ja", "86日後、パン屋の近くの病院。", "86日後、パン屋の近くの病院は新しい市場で直された。"],
    // A frame in which alone it holds.
    [
      "pt",
      "O farol abre apenas ao fim de semana, se o vento não passar de 60 quilómetros por hora.",
      "No inverno o farol abre apenas ao fim de semana, se o vento não passar de 60 quilómetros por hora.",
    ],
    ["en", "The drivers must take the A27.", "Until then, the drivers must take the A27."],
    // Announced, and not said.
    [
      "en",
      "Then you should either upgrade the package containing the headers.",
      "Then you should either upgrade the package containing the headers, or use the new headers from an unpacked tree.",
    ],
    [
      "zh",
      "垃圾邮件的发送者会向我们的邮件列表的帖子中包含的电子邮件地址。",
      "尤其需要注意的是，我们已经知道垃圾邮件的发送者会向我们的邮件列表的帖子中包含的电子邮件地址发送垃圾邮件。",
    ],
    // Of somebody, or of something, that was left out.
    [
      "de",
      "Er versuchte, das Paket auf einem alten Rechner zu installieren.",
      "Einer der Autoren erlebte so etwas im Frühjahr: Er versuchte, das Paket auf einem alten Rechner zu installieren.",
    ],
    [
      "en",
      "It now opens at six in the morning.",
      "The baker has moved her shop to the harbour; it now opens at six in the morning.",
    ],
    [
      "de",
      "Beispielsweise handelt es sich um eine Distribution, die als Live-CD gebootet wird.",
      "Beispielsweise handelt es sich bei Knoppix um eine Distribution, die als Live-CD gebootet wird, wohingegen Debian für die Festplatte gedacht ist.",
    ],
    ["en", "When the limit is reached.", "When the limit is reached, the oldest entries are removed first."],
    [
      "de",
      "Wer seinen Router neu einrichten will.",
      "Wer seinen Router neu einrichten will, setzt ihn zuerst zurück.",
    ],
    [
      "en",
      "The limit is reached when the entries that have not been used for the longest time are removed first.",
      "When the limit is reached, the entries that have not been used for the longest time are removed first.",
    ],
    ["ko", "시는 직원 8명을 새로 뽑고.", "시는 직원 8명을 새로 뽑고 1년에 12억 원을 더 쓴다."],
    ["hi", "पुराना पुल अगले साल मार्च तक.", "पुराना पुल अगले साल मार्च तक बंद रहेगा, प्रशासन ने बताया।"],
    ["ja", "市は今の建物を取り壊し。", "市は今の建物を取り壊し、跡地を公園にする計画だ。"],
  ])("%s: %s", (lang, point, sentence) => {
    expect(isBroken(point, sentence, lang)).toBe(true);
  });

  it.each([
    [
      "de",
      "Bei Knoppix handelt es sich um eine Live-CD.",
      "Bei Knoppix handelt es sich um eine Live-CD, die man vor der Installation ausprobieren kann.",
    ],
    [
      "de",
      "Beispielsweise handelt es sich bei Knoppix um eine Distribution, die als Live-CD gebootet wird.",
      "Beispielsweise handelt es sich bei Knoppix um eine Distribution, die als Live-CD gebootet wird, wohingegen Debian für die Festplatte gedacht ist.",
    ],
    // A clause goes with its verb.
    [
      "en",
      "The old post office will be turned into a café.",
      "The old post office, which has been empty for nine years, will be turned into a café by its new owner.",
    ],
    // Something stands in the verb's place.
    [
      "en",
      "Harbour bridge to stay closed until June.",
      "The harbour bridge will stay closed until June, the council said.",
    ],
    [
      "en",
      "The Trust had its best year.",
      "The Trust had its best year since it was founded in 1921, and it has grown.",
    ],
    // A long one is a clause of its own.
    [
      "en",
      "Bees sleep less near street lights.",
      "In a study that was published on Monday, bees sleep less near street lights.",
    ],
    [
      "en",
      "We are moving to the fourth floor.",
      "Hi everyone, as announced last week, we are moving to the fourth floor.",
    ],
    // French for "has" is an English article.
    ["en", "Council approved budget.", "The council approved a budget."],
    ["ja", "博物館の屋根は直すのに4800万円かかる。", "博物館の屋根は古く、直すのに4800万円かかる。"],
    [
      "ja",
      "青葉市は図書館を新しいビルへ移転すると発表。",
      "青葉市は12日、図書館を新しいビルへ移転すると発表した。",
    ],
    ["hi", "पुल अगले साल मार्च तक बंद रहेगा।", "पुराना पुल अगले साल मार्च तक बंद रहेगा, प्रशासन ने बताया।"],
    ["ko", "시는 1년에 12억 원을 더 쓴다.", "시는 직원 8명을 새로 뽑고 1년에 12억 원을 더 쓴다."],
  ])("not in %s: %s", (lang, point, sentence) => {
    expect(isBroken(point, sentence, lang)).toBe(false);
  });
});

describe("align", () => {
  const words = (text: string): string[] => text.split(" ");

  it("finds words in order", () => {
    expect(align(words("a b c d"), words("b d"))).toEqual([-1, 0, -1, 1]);
    expect(align(words("a b"), words("c"))).toEqual([-1, -1]);
    expect(align([], words("a"))).toEqual([]);
  });

  it("takes runs where it may", () => {
    expect(align(words("the cat saw the dog"), words("the dog"))).toEqual([-1, -1, -1, 0, 1]);
    expect(align(words("the cat saw the dog"), words("the cat"))).toEqual([0, 1, -1, -1, -1]);
  });
});
