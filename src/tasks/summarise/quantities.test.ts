import { describe, expect, it } from "vitest";
import { growth } from "../../page/testing.ts";
import { findQuantityFault } from "./quantities.ts";

describe("what may be said", () => {
  it.each([
    [
      "The council approved a $412 million budget on Monday night by a vote of 7 to 2.",
      "Council approved a $412 million budget by a vote of 7 to 2.",
    ],
    ["It hired 18 new bus drivers in 2026.", "It hired 18 bus drivers in 2026."],
    ["On 9 February 1961 a storm cut the line for eleven days.", "On 9 February 1961 a storm cut the line."],
    ["On 9 February 1961 a storm cut the line for eleven days.", "A storm cut the line for eleven days."],
    ["Open from January to April, and after about 70 days again.", "Open from January to April."],
    ["Adult males weigh between 18 and 30 kilograms.", "Males weigh between 18 and 30 kilograms."],
    ["In 2004, after long talks with both of the states, the board refused.", "In 2004 the board refused."],
    ["Am 3. Mai 2026 öffnet das Bad wieder für alle.", "Bad öffnet am 3. Mai 2026."],
    [
      "El 8 de mayo de 2026 abrirá una sala de 2,7 millones de euros.",
      "El 8 de mayo de 2026 abrirá una sala.",
    ],
    ["全长27公里,共有19个车站,2026年6月开通。", "全长27公里,2026年6月开通。"],
    ["約18億円で、そのうち6億円を国が補助する。", "約18億円で、6億円を国が補助する。"],
    ["تضم أكثر من 60 ألف كتاب وبلغت 12 مليون درهم.", "تضم أكثر من ٦٠ ألف كتاب."],
  ])("%s > %s", (source, point) => {
    expect(findQuantityFault(point, source)).toBeUndefined();
  });
});

describe("what may not", () => {
  it.each([
    ["number", "It cost 4.1 million euros.", "It cost 4.2 million euros."],
    ["number", "The female gives birth to two kittens.", "The female gives birth to three kittens."],
    // A magnitude, a currency, a unit or a sign that goes missing.
    ["unit", "It cost 4.1 million euros.", "It cost 4.1."],
    ["unit", "It cost 4.1 million euros.", "It cost 4.1 euros."],
    ["unit", "It cost $412 in the shop.", "It cost 412 in the shop."],
    ["unit", "It cost £412 in the shop.", "It cost $412 in the shop."],
    ["unit", "The detour is 14 miles long.", "The detour is 14 km long."],
    ["unit", "It fell to -23 degrees at night.", "It fell to 23 degrees at night."],
    ["unit", "It fell to minus 23 degrees at night.", "It fell to 23 degrees at night."],
    ["unit", "They lost 4 % of it.", "They lost 4 of it."],
    ["unit", "Die Kosten steigen auf 13,1 Millionen Euro.", "Die Kosten steigen auf 13,1 Euro."],
    ["unit", "Le trajet durera 42 minutes.", "Le trajet durera 42 heures."],
    ["unit", "La obra costó 2,7 millones de euros.", "La obra costó 2,7 euros."],
    ["unit", "Costa 3 milioni di euro.", "Costa 3 euro."],
    ["unit", "Custa 3 milhões de reais.", "Custa 3 reais."],
    ["unit", "Het kost 3 miljoen euro.", "Het kost 3 euro."],
    ["unit", "Мост стоил 640 миллионов рублей.", "Мост стоил 640 рублей."],
    ["unit", "費用は約18億円だ。", "費用は18円だ。"],
    ["unit", "全长27公里。", "全长27个。"],
    ["unit", "بلغت التكلفة 12 مليون درهم.", "بلغت التكلفة 12 درهم."],
    // A unit without its number.
    [
      "unit",
      "A storm cut the line to Halden, and the town stayed dark for eleven days.",
      "The town stayed dark for days.",
    ],
    // A number that counts something else.
    ["unit", "It has 7 drivers for all of the routes, and 3 cars.", "It has 7 cars."],
    // A part of a date.
    ["date", "The bridge reopens on 14 June 2027.", "The bridge reopens on 14 June."],
    ["date", "The bridge reopens on 14 June 2027.", "The bridge reopens in 2027."],
    ["date", "The bridge reopens on 14 June 2027.", "The bridge reopens in June 2027."],
    ["date", "The bridge reopens on June 14, 2027.", "The bridge reopens on June 15, 2027."],
    ["date", "Am 3. Mai 2026 öffnet das Bad.", "Das Bad öffnet im Mai 2026."],
    ["date", "Le pont rouvre le 1er juin 2027.", "Le pont rouvre en juin 2027."],
    ["date", "El puente abre el 8 de mayo de 2027.", "El puente abre en mayo de 2027."],
    ["date", "Il ponte apre il 2 giugno 2027.", "Il ponte apre nel 2027."],
    ["date", "De brug opent op 2 mei 2027.", "De brug opent in mei 2027."],
    ["date", "Мост откроют 1 октября 2027 года.", "Мост откроют в 2027 года."],
    ["date", "2026年11月23日に開く。", "11月に開く。"],
    ["date", "يفتح الجسر في 3 مايو 2027.", "يفتح الجسر في مايو 2027."],
    // One end of a range.
    ["range", "Adult males weigh between 18 and 30 kilograms.", "Males weigh 30 kilograms."],
    ["range", "It is open from January to April.", "It is open in April."],
    ["range", "Open 9–17 every day.", "Open at 9 every day."],
    ["range", "Es wiegt zwischen 18 und 30 Kilogramm.", "Es wiegt 30 Kilogramm."],
    ["range", "Ouvert de 9 à 17 heures.", "Ouvert à 17 heures."],
    ["range", "Abre de 9 a 17 horas.", "Abre a 17 horas."],
    ["range", "3階から5階までの図書館。", "5階の図書館。"],
  ])("%s: %s > %s", (fault, source, point) => {
    expect(findQuantityFault(point, source)).toBe(fault);
  });
});

it("takes linear time on hostile text", async () => {
  const source = "It is 5.";
  for (const piece of ["1 ", "from 1 to ", "$", "1.2,", "3 May ", "二", "minus "])
    expect(await growth(4000, (n) => findQuantityFault(piece.repeat(n / piece.length), source))).toBeLessThan(
      10,
    );
});
