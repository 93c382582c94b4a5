import { describe, expect, it } from "vitest";
import { findConditionFault } from "./conditions.ts";

const fault = (source: string, point: string, lang = "") =>
  findConditionFault(point, [source], [source], lang);

describe("what may be left out", () => {
  it.each([
    [
      "She did not find that lit hives made less honey, though two summers may be too short to tell.",
      "She did not find that lit hives made less honey.",
    ],
    ["About 18,000 lynx live in Europe, and about 60 in Wales.", "About 18,000 lynx live in Europe."],
    ["The bridge, which nobody likes, closes in May.", "The bridge closes in May."],
    ["Das Bad, das keiner mag, schließt bald.", "Das Bad schließt bald."],
    ["Le pont ne rouvrira pas avant l'été, selon la mairie.", "Le pont ne rouvrira pas avant l'été."],
  ])("%s > %s", (source, point) => {
    expect(fault(source, point)).toBeUndefined();
  });
});

it("knows that what says never in Italian is a month in German", () => {
  expect(fault("Am 3. Mai öffnet das Bad in Grünau.", "Das Bad öffnet in Grünau.", "de")).toBeUndefined();
});

describe("what may not", () => {
  it.each([
    [
      "en",
      "negation",
      "The old key card will not work after Monday.",
      "The old key card will work after Monday.",
    ],
    ["en", "qualifier", "Until now the library was closed on Sundays.", "The library was closed on Sundays."],
    [
      "ko",
      "qualifier",
      "지금까지 도서관은 직원이 부족해 일요일에 문을 닫았다.",
      "도서관은 직원이 부족해 일요일에 문을 닫았다.",
    ],
    ["de", "negation", "Die alte Karte gilt ab Montag nicht mehr.", "Die alte Karte gilt ab Montag."],
    ["fr", "negation", "La carte ne fonctionnera pas lundi.", "La carte fonctionnera lundi."],
    ["fr", "negation", "Les abonnés n'ont aucune démarche à faire.", "Les abonnés ont une démarche à faire."],
    ["es", "negation", "La tarjeta no funcionará el lunes.", "La tarjeta funcionará el lunes."],
    ["it", "negation", "La carta non funzionerà lunedì.", "La carta funzionerà lunedì."],
    ["pt", "negation", "O cartão não funcionará na segunda.", "O cartão funcionará na segunda."],
    ["nl", "negation", "De oude kaart werkt maandag niet.", "De oude kaart werkt maandag."],
    ["ru", "negation", "Старая карта не работает с понедельника.", "Старая карта работает с понедельника."],
    ["ja", "negation", "古い鍵は月曜から使えない。", "古い鍵は月曜から使える。"],
    ["zh", "negation", "旧卡星期一起不能使用。", "旧卡星期一起能使用。"],
    ["ar", "negation", "البطاقة القديمة لن تعمل يوم الإثنين.", "البطاقة القديمة تعمل يوم الإثنين."],
    [
      "en",
      "qualifier",
      "You may cancel within 14 days unless you stored files.",
      "You may cancel within 14 days.",
    ],
    ["en", "qualifier", "If it rains, the market moves inside.", "The market moves inside."],
    ["de", "qualifier", "Wenn es regnet, zieht der Markt um.", "Der Markt zieht um."],
    ["fr", "qualifier", "Le marché déménage s'il pleut, sauf le lundi.", "Le marché déménage s'il pleut."],
    ["es", "qualifier", "El mercado se muda si llueve.", "El mercado se muda."],
    ["it", "qualifier", "Il mercato si sposta tranne il lunedì.", "Il mercato si sposta lunedì."],
    ["pt", "qualifier", "O mercado abre todos os dias, exceto segunda.", "O mercado abre todos os dias."],
    ["nl", "qualifier", "De markt verhuist als het regent.", "De markt verhuist."],
    ["ru", "qualifier", "Рынок переедет, если пойдёт дождь.", "Рынок переедет."],
    ["ja", "qualifier", "雨の場合、市場は中に移る。", "市場は中に移る。"],
    ["zh", "qualifier", "如果下雨,市场搬到室内。", "市场搬到室内。"],
    ["ar", "qualifier", "ينتقل السوق إلى الداخل إذا هطل المطر.", "ينتقل السوق إلى الداخل."],
    [
      "en",
      "qualifier",
      "The phone can only call and send short texts.",
      "The phone can call and send short texts.",
    ],
    [
      "de",
      "qualifier",
      "Das Telefon kann nur anrufen und schreiben.",
      "Das Telefon kann anrufen und schreiben.",
    ],
    ["en", "qualifier", "It stays closed until June 2027.", "It stays closed in June 2027."],
    ["de", "qualifier", "Es bleibt mindestens bis zum Frühjahr 2028 zu.", "Es bleibt 2028 zu."],
    ["en", "qualifier", "The prices might rise after the opening.", "The prices rise after the opening."],
    ["fr", "qualifier", "Le billet coûtera au moins 6 euros.", "Le billet coûtera 6 euros."],
    ["ru", "qualifier", "Мост стоил около 640 миллионов рублей.", "Мост стоил 640 миллионов рублей."],
    ["ja", "qualifier", "午後9時まで開館する。", "午後9時開館する。"],
  ])("%s %s: %s > %s", (lang, expected, source, point) => {
    expect(fault(source, point, lang)).toBe(expected);
    expect(fault(source, point)).toBe(expected);
  });

  it.each([
    ["Lynx live in Europe today.", "Lynx do not live in Europe today."],
    ["The town did not buy boats, and the county sold trucks.", "The county did not sell trucks."],
  ])("a not of its own, or one that has moved: %s > %s", (source, point) => {
    expect(fault(source, point)).toBe("negation");
  });
});
