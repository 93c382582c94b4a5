import { describe, expect, it } from "vitest";
import { findTranslationFault } from "./check.ts";

const faultOf = (from: string, source: string, to: string, point: string) =>
  findTranslationFault(point, to, { sources: [source], own: [], others: [], lang: from, style: "chat" });

const MAYOR = "The mayor of Lyon, Linda Reyes, opened the new tram line on Monday.";
const FARE = "A ticket for the crossing costs €12 and can be bought on the pier.";

describe("a translation that stands up to its source", () => {
  it.each([
    ["en", MAYOR, "fr", "La maire de Lyon, Linda Reyes, a inauguré lundi la nouvelle ligne de tramway."],
    ["en", MAYOR, "de", "Die Bürgermeisterin Linda Reyes hat am Montag in Lyon eine Linie eröffnet."],
    ["fr", "Il a quitté Londres lundi pour vivre à Oslo.", "en", "He left London on Monday to live in Oslo."],
    ["fr", "Le train partira lundi de la gare.", "en", "The train leaves the station on Monday."],
    [
      "de",
      "Das Rathaus in Köln bleibt am Dienstag zu.",
      "en",
      "The town hall in Cologne is shut on Tuesday.",
    ],
    ["en", FARE, "es", "Un billete para la travesía cuesta 12 € y se compra en el muelle."],
    ["en", FARE, "ja", "渡航の切符は12ユーロで、桟橋で買うことができる。"],
    [
      "ru",
      "Мэр города Ольга Зимина открыла новый мост.",
      "en",
      "The mayor, Olga Zimina, opened a new bridge.",
    ],
  ])("%s: %s → %s: %s", (from, source, to, point) => {
    expect(faultOf(from, source, to, point)).toBeUndefined();
  });
});

describe("a translation that does not", () => {
  it.each([
    ["en", MAYOR, "fr", MAYOR, "untranslated"],
    ["en", MAYOR, "ja", "The mayor of Lyon opened the new tram line.", "untranslated"],
    ["en", MAYOR, "fr", "La maire de Lyon, Linda Hall, a inauguré la nouvelle ligne.", "name"],
    ["en", MAYOR, "de", "Linda Hall hat in Lyon eine neue Linie eröffnet.", "name"],
    ["fr", "Le musée de Lyon ferme pour deux ans.", "en", "The museum of Marseille will be shut.", "name"],
    ["en", FARE, "es", "Un billete para la travesía cuesta $12 en el muelle.", "unit"],
  ])("%s: %s → %s: %s: %s", (from, source, to, point, fault) => {
    expect(faultOf(from, source, to, point)).toBe(fault);
  });
});
