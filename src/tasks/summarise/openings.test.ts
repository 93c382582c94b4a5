import { describe, expect, it } from "vitest";
import { pointsBack } from "./openings.ts";

describe("pointsBack", () => {
  it.each([
    ["en", "It was built in 1932."],
    ["en-GB", "However, nobody came."],
    ["de", "Davon übernimmt das Land die Hälfte."],
    ["fr", "Il espère que la question sera de nouveau étudiée."],
    ["es", "Sin embargo, nadie vino."],
    ["it", "Però non è pronto."],
    ["nl", "Daarvan ging 1.800 euro naar een fiets."],
    ["ru", "Но грузовикам въезд запрещён."],
    ["ja", "この博物館は閉まる。"],
    ["ar", "لكن الحافلة تتوقف أمامها."],
    ["", "Daarvan ging 1.800 euro naar een fiets."],
    ["en", "“But we do not know,” she said."],
  ])("%s: %s", (lang, sentence) => {
    expect(pointsBack(sentence, lang)).toBe(true);
  });

  it.each([
    ["en", "Items can be renewed three times."],
    ["it", "Il mercato coperto riaprirà il 12 aprile."],
    ["de", "Das Stadtbad bleibt geschlossen."],
    ["nl", "Het oude postkantoor wordt een café."],
    ["pl", "A book is out."],
    ["en", "Thatched roofs are rare."],
  ])("not in %s: %s", (lang, sentence) => {
    expect(pointsBack(sentence, lang)).toBe(false);
  });
});
