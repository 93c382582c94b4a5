import { describe, expect, it } from "vitest";
import { languageOf } from "./languages/index.ts";
import { mirror } from "./mirror.ts";

const ask = (lang: string, question: string, familiar = false) => {
  const language = languageOf(lang);
  if (language === undefined) throw new RangeError(lang);
  return mirror(question, language, familiar);
};

describe("an answer in the question's own words", () => {
  it.each([
    ["en", "Could you please send me the list by Friday?", "Yes, I can send you the list by Friday."],
    ["en", "And, if you have time, can you water my plants?", "Yes, I can water your plants."],
    ["en", "Do you still have the ladder?", "Yes, I still have the ladder."],
    ["en", "Are you coming to the rehearsal?", "Yes, I am coming to the rehearsal."],
    ["de", "Könnten Sie mir bitte Ihre Liste schicken?", "Ja, ich kann Ihnen meine Liste schicken."],
    ["de", "Haben Sie meinen Brief bekommen?", "Ja, ich habe Ihren Brief bekommen."],
    [
      "fr",
      "Pourriez-vous m’envoyer le devis avant jeudi ?",
      "Oui, je peux vous envoyer le devis avant jeudi.",
    ],
    ["es", "¿Puede enviarme el plano de la casa?", "Sí, puedo enviarle el plano de la casa."],
    ["es", "¿Me puede enviar el plano?", "Sí, le puedo enviar el plano."],
    ["it", "Potrebbe mandarmi la pianta della casa?", "Sì, posso mandarLe la pianta della casa."],
    ["pt", "Pode me enviar o relatório?", "Sim, posso lhe enviar o relatório."],
    ["nl", "Zou u mij het verslag kunnen sturen?", "Ja, ik kan u het verslag sturen."],
    ["pl", "Czy może Pani przesłać mi zdjęcia?", "Tak, mogę przesłać zdjęcia."],
  ])("%s: %s", (lang, question, answer) => {
    expect(ask(lang, question)?.yes[0]).toBe(answer);
  });

  it("turns to whom it speaks", () => {
    expect(ask("de", "Kannst du mir deine Leiter leihen?", true)?.yes[0]).toBe(
      "Ja, ich kann dir meine Leiter leihen.",
    );
    expect(ask("es", "¿Puedes enviarme tus fotos?", true)?.yes[0]).toBe("Sí, puedo enviarte mis fotos.");
    expect(ask("fr", "Peux-tu me prêter ton vélo ?", true)?.yes[0]).toBe("Oui, je peux te prêter mon vélo.");
  });

  it("denies where the language does", () => {
    expect(ask("en", "Can you send me the list?")?.no[0]).toBe("Unfortunately, I cannot send you the list.");
    expect(ask("de", "Können Sie die Blumen gießen?")?.no[0]).toBe(
      "Leider kann ich die Blumen nicht gießen.",
    );
    expect(ask("fr", "Pouvez-vous fermer la porte ?")?.no[0]).toBe(
      "Malheureusement, je ne peux pas fermer la porte.",
    );
    expect(ask("es", "¿Me puede enviar el plano?")?.no[0]).toBe(
      "Lamentablemente, no le puedo enviar el plano.",
    );
    expect(ask("it", "Puoi chiudere la porta?", true)?.no[0]).toBe("Purtroppo non posso chiudere la porta.");
    expect(ask("nl", "Kun je het verslag sturen?", true)?.no[0]).toBe(
      "Helaas kan ik het verslag niet sturen.",
    );
  });

  it("has no denial where more than a word would change", () => {
    // The object would stand in the genitive.
    expect(ask("pl", "Czy możesz przesłać raport?", true)?.no).toEqual([]);
    // "keinen", "no longer".
    expect(ask("de", "Können Sie einen Kuchen mitbringen?")?.no).toEqual([]);
    expect(ask("en", "Do you still have the ladder?")?.no).toEqual([]);
  });

  it("leaves a date open where it is asked for", () => {
    expect(ask("en", "When can you come to the workshop?")?.yes).toEqual([
      "I can come to the workshop {date}.",
    ]);
    expect(ask("de", "Wann können Sie die Möbel abholen?")?.yes).toEqual([
      "ich kann die Möbel {date} abholen.",
    ]);
  });

  it.each([
    ["en", "Can you tell me what I owe you?"],
    ["en", "Could you send me the file that I need?"],
    ["en", "Can you transfer 500 euros to my account?"],
    ["en", "Does the boiler work?"],
    ["de", "Können Sie mir sagen, ob ich kommen soll?"],
    ["es", "¿Puede el señor Ríos venir?"],
    ["it", "Puoi annaffiare le mie piante mentre sono via?"],
    ["fr", "Pouvez-vous me dire quand vous arrivez ?"],
  ])("%s: there is none to: %s", (lang, question) => {
    expect(ask(lang, question)).toBeUndefined();
  });
});
