import { expect, it } from "vitest";
import { languageOf } from "./languages/index.ts";
import { timesIn } from "./when.ts";

const times = (lang: string, text: string): string[] => {
  const language = languageOf(lang);
  if (language === undefined) throw new RangeError(lang);
  return timesIn(text, language);
};

it.each([
  ["en", "Can we meet on Tuesday at 3 pm to talk?", ["Tuesday at 3 pm"]],
  ["en", "Would tomorrow at 10:30 suit you?", ["tomorrow at 10:30"]],
  ["en", "Could we meet on 2027-05-12 at 10:30?", ["2027-05-12 at 10:30"]],
  ["de", "Passt dir der 12.05.2027 um 10 Uhr?", ["12.05.2027 um 10 Uhr"]],
  ["fr", "Êtes-vous libre le 12/05 à 10 h ?", ["le 12/05 à 10 h"]],
  ["en", "Are you free on the 12th of May?", ["the 12th of May"]],
  ["de", "Passt es Ihnen am Dienstag um 16 Uhr?", ["am Dienstag um 16 Uhr"]],
  ["de", "Können wir uns am 3. März treffen?", ["am 3. März"]],
  ["fr", "Est-ce que mardi à 14 h vous convient ?", ["mardi à 14 h"]],
  ["es", "¿Le viene bien el lunes a las 11:30?", ["el lunes a las 11:30"]],
  ["it", "Domani alle 15 va bene per te?", ["domani alle 15"]],
  ["pt", "Está disponível na quarta-feira às 15h?", ["na quarta-feira às 15h"]],
  ["nl", "Komt donderdag om 14 uur u uit?", ["donderdag om 14 uur"]],
  ["pl", "Czy możemy się spotkać we wtorek o 15:00?", ["we wtorek o 15:00"]],
])("%s: %s", (lang, text, expected) => {
  expect(times(lang, text)).toEqual(expected);
});

it("tells one time from another", () => {
  expect(times("en", "Does Tuesday or Thursday suit you?")).toEqual(["Tuesday", "Thursday"]);
});

it.each([
  ["en", "Could you send it by Friday?"],
  ["de", "Können Sie es bis Freitag schicken?"],
  ["fr", "Pouvez-vous répondre avant jeudi ?"],
  ["en", "We have three rooms and 12 chairs."],
  ["en", "It may rain."],
])("%s: no time to meet in: %s", (lang, text) => {
  expect(times(lang, text)).toEqual([]);
});
