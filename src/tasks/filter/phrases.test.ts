import { describe, expect, it } from "vitest";
import { readingOf, readRule } from "./phrases.ts";

describe("what a rule names", () => {
  it.each([
    ["hide listicles and shopping pages", "hide", ["listicles", "shopping pages"], "en"],
    ["only official documentation", "only", ["official documentation"], "en"],
    ["nothing about celebrities", "hide", ["celebrities"], "en"],
    ["Please hide everything about artificial intelligence.", "hide", ["artificial intelligence"], "en"],
    ["Show me only recipes", "only", ["recipes"], "en"],
    ["recipes only", "only", ["recipes"], "en"],
    ["nothing but recipes", "only", ["recipes"], "en"],
    ["hide everything except recipes", "only", ["recipes"], "en"],
    ["show only recipes, cookbooks or menus", "only", ["recipes", "cookbooks", "menus"], "en"],
    ["everything but videos", "hide", ["videos"], "en"],
    ["I don't want to see any horoscopes", "hide", ["horoscopes"], "en"],
    ["no sports, no politics", "hide", ["sports", "politics"], "en"],
    ["don’t show me results from forums", "hide", ["forums"], "en"],
    ["Blende Online-Shops und Werbung aus", "hide", ["Online-Shops", "Werbung"], "de"],
    ["nur Rezepte", "only", ["Rezepte"], "de"],
    ["Bitte nichts über Fußball", "hide", ["Fußball"], "de"],
    ["keine Horoskope", "hide", ["Horoskope"], "de"],
    ["Zeig mir nur offizielle Dokumentation", "only", ["offizielle Dokumentation"], "de"],
    ["Werbung ausblenden", "hide", ["Werbung"], "de"],
    ["alles außer Videos", "hide", ["Videos"], "de"],
    ["alles außer Videos ausblenden", "only", ["Videos"], "de"],
    ["Blende alles außer Videos aus", "only", ["Videos"], "de"],
    ["rien sur le football", "hide", ["football"], "fr"],
    ["seulement des articles scientifiques", "only", ["articles scientifiques"], "fr"],
    ["rien que des recettes", "only", ["recettes"], "fr"],
    ["masquer les publicités et les boutiques", "hide", ["publicités", "boutiques"], "fr"],
    ["ne montre pas d’articles sur l’astrologie", "hide", ["astrologie"], "fr"],
    ["tout sauf les vidéos", "hide", ["vidéos"], "fr"],
    ["oculta las noticias de política", "hide", ["noticias de política"], "es"],
    ["solo ofertas de empleo", "only", ["ofertas de empleo"], "es"],
    ["nada sobre fútbol ni toros", "hide", ["fútbol", "toros"], "es"],
    ["nada más que recetas", "only", ["recetas"], "es"],
    ["I only want to see academic papers", "only", ["academic papers"], "en"],
    ["show me everything but news", "hide", ["news"], "en"],
    ["I'm not interested in sports", "hide", ["sports"], "en"],
    ["only pages about cats and dogs", "only", ["cats", "dogs"], "en"],
    ["Zeige alles außer Nachrichten", "hide", ["Nachrichten"], "de"],
    ["cache tout ce qui parle de politique", "hide", ["politique"], "fr"],
    ["muéstrame todo menos vídeos", "hide", ["vídeos"], "es"],
    ["nascondi le guide di viaggio", "hide", ["guide di viaggio"], "it"],
    ["block all ads", "hide", ["ads"], "en"],
    ["plus de publicités", "hide", ["publicités"], "fr"],
    ["niente calcio", "hide", ["calcio"], "it"],
    ["block pinterest", "hide", ["pinterest"], "en"],
    ["less politics", "hide", ["politics"], "en"],
    ["show me recipes", "only", ["recipes"], "en"],
    ["I want to see no ads", "hide", ["ads"], "en"],
    ["only recipes, nothing else", "only", ["recipes"], "en"],
    ["Hide sports. Hide politics.", "hide", ["sports", "politics"], "en"],
    ["hide cheap but good hotels", "hide", ["cheap but good hotels"], "en"],
    ["hide Dr. Oz and St. Louis", "hide", ["Dr. Oz", "St. Louis"], "en"],
    ["hide articles that show violence", "hide", ["articles that show violence"], "en"],
    ["blende bitte Shops aus", "hide", ["Shops"], "de"],
    ["zeig mir Rezepte", "only", ["Rezepte"], "de"],
    ["zeig mir keine Shops", "hide", ["Shops"], "de"],
    ["nur Rezepte, sonst nichts", "only", ["Rezepte"], "de"],
    ["je veux voir des recettes", "only", ["recettes"], "fr"],
    ["moins de publicité", "hide", ["publicité"], "fr"],
    ["quiero ver recetas", "only", ["recetas"], "es"],
    ["voglio vedere ricette", "only", ["ricette"], "it"],
  ] as const)("%s", (text, kind, phrases, lang) => {
    const reading = readRule(text);
    expect(reading).toMatchObject({ kind, phrases, isMixed: false, wording: { lang } });
  });

  it.each([
    "no shops, only forums",
    "hide shopping pages, but keep reviews",
    "hide recipes but not desserts",
    "Hide shops. Show only forums.",
    "only recipes and no videos",
    "keine Shops, nur Foren",
    "cache les boutiques mais garde les forums",
    "nada de tiendas, solo foros",
    "niente negozi, solo forum",
  ])("is mixed where some is hidden and some is kept: %s", (text) => {
    expect(readRule(text).isMixed).toBe(true);
  });

  it.each([
    ["listicles", ["listicles"]],
    ["レシピだけ", ["レシピだけ"]],
    ["скрыть магазины", ["скрыть магазины"]],
    ["no", ["no"]],
    ["Notebooks", ["Notebooks"]],
    ["no-code tools", ["no-code tools"]],
    ["skip-the-line tickets", ["skip-the-line tickets"]],
    ["just-in-time manufacturing", ["just-in-time manufacturing"]],
    ["all-inclusive holidays", ["all-inclusive holidays"]],
    ["keep fit", ["keep fit"]],
    ["filter coffee", ["filter coffee"]],
    ["plus size clothing", ["plus size clothing"]],
    ["sans serif fonts", ["sans serif fonts"]],
  ])("takes %j as it stands", (text, phrases) => {
    expect(readRule(text)).toMatchObject({ kind: undefined, phrases });
  });

  it("takes words as they stand when the user decided against them", () => {
    const rule = { text: "only child", kind: "hide" } as const;
    expect(readingOf(rule)).toMatchObject({ kind: "only", phrases: ["child"] });
    expect(readingOf({ ...rule, chosen: true })).toMatchObject({ kind: "hide", phrases: ["only child"] });
  });

  it("reads at most four things, and what follows with the last", () => {
    expect(readRule("hide a1, b2, c3, d4, e5").phrases).toEqual(["a1", "b2", "c3", "d4, e5"]);
  });
});
