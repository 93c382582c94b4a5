import { describe, expect, it } from "vitest";
import type { ReplyResult } from "../task.ts";
import { reply } from "./index.ts";
import type { ReplyInput } from "./input.ts";
import { inputOf } from "./testing.ts";

/** The draft of an answer to `text`, all wordings being found alike. */
async function run(text: string, more: Partial<Omit<ReplyInput, "message">> = {}, lang = "") {
  const input = inputOf(text, { ...more, message: { lang } });
  const context = {
    style: "completion" as const,
    contextWindow: 4096,
    signal: new AbortController().signal,
    score: async (_: unknown, choices: readonly string[]) => choices.map(() => -1),
    ask: () => expect.fail("the model is asked to write"),
  };
  let last: ReplyResult | undefined;
  for await (const result of reply.run(input, context)) last = result;
  return last ?? expect.fail("no result");
}

describe("what asks for nothing", () => {
  it.each([
    ["en", "The parcel has left. If you have any questions, please contact us."],
    ["en", "The parcel has left. Please do not hesitate to call me."],
    ["en", "The parcel has left. Please let me know if you need anything else."],
    ["en", "We expect you on Monday at 10. If you cannot attend, please call us."],
    [
      "de",
      "Ihre Karte ist da. Bitte melden Sie sich bei Fragen. Bitte antworten Sie nicht auf diese E-Mail.",
    ],
    ["de", "Der Termin steht. Falls Sie verhindert sind, bitten wir Sie um eine kurze Absage."],
    ["fr", "Le colis est parti. Si vous avez des questions, n'hésitez pas à me contacter."],
    ["es", "Le envío la factura. Si tiene cualquier duda, por favor, no dude en llamarnos."],
    ["it", "La fattura è pronta. Per qualsiasi domanda la prego di contattarci."],
    ["pt", "A fatura está pronta. Se tiver alguma dúvida, por favor não hesite em contactar-nos."],
    ["nl", "Hierbij de notulen. Mocht u nog vragen hebben, neem dan alstublieft contact op."],
    ["pl", "Faktura jest gotowa. W razie pytań proszę o kontakt."],
  ])("is not promised (%s): %s", async (lang, text) => {
    const { asks, draft } = await run(text, {}, lang);
    expect(asks.filter(({ act }) => act !== "notice")).toEqual([]);
    expect(draft).not.toMatch(
      /gladly|gern,|mache ich|m’en occupe|mucho gusto|volentieri|todo o gosto|graag\.|chętnie/,
    );
  });

  it.each([
    ["Happy birthday! Have a wonderful day.", "Thank you very much for your kind words."],
    ["Alles Gute zum Geburtstag und viel Glück!", "vielen Dank für die freundlichen Worte."],
    ["Joyeux anniversaire ! Plein de bisous", "Merci beaucoup pour ton gentil message."],
    ["¡Feliz cumpleaños! Espero que lo pases bien.", "Muchas gracias por sus palabras."],
    ["Thank you so much for your help yesterday!", "You are very welcome."],
    ["Vielen Dank für den schönen Abend gestern.", "as habe ich gern gemacht."],
    ["Thank you for your order.", "Thank you for your message."],
    ["Thank you for your help. The parcel has arrived. It is blue.", "for letting me know."],
  ])("%s", async (text, expected) => {
    expect((await run(text)).draft).toContain(expected);
  });

  it("is taken note of where the draft may be longer", async () => {
    const drafts = await Promise.all(
      (["short", "medium", "long"] as const).map((length) => run("The hall is booked.", { length })),
    );
    const [short, medium, long] = drafts.map(({ draft }) => draft);
    expect(short).not.toContain("taken note");
    expect(medium).toContain("I have taken note of it.");
    expect(medium).not.toContain("any further questions");
    expect(long).toContain("any further questions");
  });

  it("is thanked for once", async () => {
    const { draft } = await run("Please bring your own slides.", { intent: "thank" });
    expect(draft.match(/Thank/g)).toHaveLength(1);
  });
});

describe("questions", () => {
  it("in one sentence get an answer each", async () => {
    const two = await run("When does the course begin, and where do we meet?");
    expect(two.draft).toContain("– When does the course begin? [date]\n– Where do we meet? [place]");
    const told = await run("I'd like to know when the course begins and whether there is a fee.");
    expect(told.draft).toContain("– When the course begins: [date]\n– Whether there is a fee: [answer]");
    const es = await run("¿A qué hora empieza el ensayo y dónde es?");
    expect(es.draft).toContain("– ¿A qué hora empieza el ensayo? [hora]\n– ¿Dónde es? [lugar]");
  });

  it("that are two to be answered by yes are answered both, in their own words", async () => {
    const text = "The boat lies at pier 4. Can you be there at 9:30, and will you bring the jackets?";
    const { draft } = await run(text, { intent: "accept" });
    expect(draft).toContain("Yes, I can be there at 9:30. I will bring the jackets.");
    const de = await run("Das Boot liegt am Steg 4. Kannst du um 9:30 da sein?", { intent: "accept" });
    expect(de.draft).toContain("Ja, ich kann um 9:30 da sein.");
  });

  it("in letters of which nothing is copied are answered whole", async () => {
    const text = "هل يناسبك أن نزور الحديقة يوم الخميس؟";
    expect((await run(text)).draft).toContain("My answer to your question: [answer]");
    expect((await run(text, { intent: "accept" })).draft).toContain("Yes, that is fine with me.");
    expect((await run(text, { intent: "decline" })).draft).toContain("Unfortunately, I have to say no.");
  });

  it("that are told ask for what they ask", async () => {
    const deed = await run("I was wondering if you could lend me the ladder.", { intent: "accept" });
    expect(deed.draft).toContain("Yes, I can lend you the ladder.");
    const come = await run("Bitte gebt mir Bescheid, ob ihr kommt.", { intent: "decline" });
    expect(come.draft).toContain("Leider kann ich nicht kommen.");
    expect((await run("Do you know where the key is?")).blanks).toEqual(["[place]"]);
  });

  it("that only point back are answered with what they point to", async () => {
    const text = "I could send you the draft on Friday. Would that work for you?";
    const offered = await run(text, { intent: "accept" });
    expect(offered.draft).not.toMatch(/Would that work|love to come/);
    const alone = await run("The hall is booked for six. Is that ok?", { intent: "accept" });
    expect(alone.draft).toContain("Yes, that is fine with me.");
  });

  it("are read without the name that they begin with, and when they are written in haste", async () => {
    expect((await run("Robin, did you get my letter?")).asks).toEqual([
      { act: "question", text: "did you get my letter?" },
    ]);
    expect((await run("can u bring the tent? and where do we meet?")).asks.map(({ text }) => text)).toEqual([
      "can u bring the tent?",
      "and where do we meet?",
    ]);
  });

  it("for leave are answered from the other side", async () => {
    const car = await run("Darf ich am Samstag dein Auto leihen?", { intent: "accept" });
    expect(car.draft).toContain("Ja, du kannst am Samstag mein Auto leihen.");
    const brother = await run("¿Puedo llevar a mi hermano?", { intent: "decline" }, "es");
    expect(brother.draft).toMatch(/no puedes? llevar a (?:su|tu) hermano/);
  });

  it("for leave whose words cannot be turned round are granted or refused whole", async () => {
    const text = "Can I use them on our website?";
    expect((await run(text, { intent: "accept" })).draft).toContain("Yes, that is fine with me.");
    expect((await run(text, { intent: "decline" })).draft).toContain("Unfortunately, I have to say no.");
  });

  it("about both are answered with the proposal beside them", async () => {
    const text = "Can we reschedule for next week? How about Tuesday at 2?";
    const { draft } = await run(text, { intent: "accept" });
    expect(draft).toContain("Thank you for your message. Tuesday at 2 works well for me.");
    expect(draft).not.toContain("you can");
    expect((await run("Könnten wir das Treffen verschieben?", { intent: "accept" })).draft).toContain(
      "Ja, damit bin ich einverstanden.",
    );
  });

  it("for more than one thing are not answered by yes", async () => {
    const text = "Could you let us know your dietary needs and whether you need a room?";
    expect((await run(text, { intent: "accept" })).blanks).toEqual(["[answer]"]);
  });

  it("that nobody can answer are not refused like a deed", async () => {
    const { draft } = await run("Where is the key to the archive?", { intent: "decline" });
    expect(draft).toContain("Unfortunately, I cannot tell you that.");
  });
});

describe("a yes or a no", () => {
  it("to an invitation answers no question about facts beside it", async () => {
    const text = "Would you like to come to dinner on Friday? Let me know if you have any allergies xx";
    const yes = await run(text, { intent: "accept" });
    expect(yes.draft).toContain("Friday works well for me.");
    expect(yes.draft).toContain("“If you have any allergies”: [answer]");
    expect((await run("Do you have any allergies?", { intent: "accept" })).blanks).toEqual([]);
  });

  it("does not say which of two", async () => {
    const which = await run("Would you rather meet at the station or at the hotel?", { intent: "accept" });
    expect(which.blanks).toEqual(["[answer]"]);
    const when = await run("Kannst du am Dienstag oder wäre Mittwoch besser?", { intent: "accept" });
    expect(when.draft).toContain("[Datum] passt es mir gut.");
  });

  it("is said once to a complaint and what it asks for", async () => {
    const text = "The noise last night was unacceptable. Please keep it down.";
    const yes = await run(text, { intent: "accept" });
    expect(yes.draft).toContain("You are right, and I will see to it.");
    expect(yes.draft).not.toContain("gladly");
    const no = await run(text, { intent: "decline" });
    expect(no.draft.match(/Unfortunately|sorry/g)).toHaveLength(1);
  });

  it("that a complaint is right is for the user to say", async () => {
    const { draft } = await run("The noise last night was unacceptable. Please keep it down.");
    expect(draft).not.toContain("You are right");
  });
});

describe("what is to be told", () => {
  it.each([
    ["We would be grateful if you could confirm your acceptance.", "request"],
    ["Könnten Sie mir bitte mitteilen, bis wann Sie kommen können?", "question"],
    ["If you need more time, just let me know.", undefined],
    ["In urgent cases please call Jo.", undefined],
    ["Haben Sie Fragen? Rufen Sie an.", undefined],
    ["Do you have any questions?", undefined],
    ["Do you have any questions for the speaker?", "question"],
    ["¿Podría confirmarnos su asistencia?", "request"],
  ])("%s", async (text, act) => {
    expect((await run(text)).asks.filter((ask) => ask.act !== "notice")[0]?.act).toBe(act);
  });

  it("is told by a question word at the end too, and Spanish by its marks", async () => {
    expect((await run("Tu rentres quand ?", {}, "fr")).blanks).toEqual(["[date]"]);
    expect((await run("Buenas, ¿sigue en venta la bici? ¿La dejarías en menos?")).lang).toBe("es");
  });

  it("is not lost beside what asks for nothing", async () => {
    const text = "Le scrivo per sapere se ha ricevuto il preventivo e se ha domande.";
    expect((await run(text, {}, "it")).asks.map((ask) => ask.act)).toEqual(["question", "question"]);
  });

  it("keeps the word before its question word", async () => {
    const text = "Bitte teilen Sie mir mit, bis wann Sie kommen und ob Sie Geräte brauchen.";
    expect((await run(text)).draft).toContain(
      "– Bis wann Sie kommen: [Datum]\n– Ob Sie Geräte brauchen: [Antwort]",
    );
  });
});

describe("a proposal", () => {
  it("to talk is not thanked for as an invitation, nor does anybody come", async () => {
    const { draft } = await run("Would you be free for a call next week?", { intent: "accept" });
    expect(draft).toMatch(/Thank you for your message\. Yes, (?:that is fine with me|I would be free)/);
  });

  it("to come is thanked for, and declined together with what is offered beside it", async () => {
    const text = "Would you like to join our walk on Sunday? We can lend you boots. When do you get back?";
    const no = await run(text, { intent: "decline" });
    expect(no.draft).toContain("Thank you for the invitation. Unfortunately, Sunday does not work for me.");
    expect(no.draft).not.toMatch(/take it up|cannot do that/);
    expect(no.blanks).toEqual(["[date]"]);
  });

  it("with a time stands for an invitation without one", async () => {
    const text = "Ich wollte fragen, ob du Zeit für ein Gespräch hast. Passt dir Dienstag um 10?";
    const { draft } = await run(text, { intent: "decline" });
    expect(draft.match(/leider/gi)).toHaveLength(1);
  });

  it("is put off to another time only by the user, and only if its time was asked about", async () => {
    const feast = "I'd love to invite you to our feast on 14 June.";
    expect((await run(feast, { intent: "postpone" })).draft).toContain("I cannot say yet");
    expect((await run(`${feast} There is a prize of 500 pounds.`)).draft).toContain("I cannot say yet");
    expect((await run("Shall we meet on 14 June?", { intent: "postpone" })).draft).toContain("later date");
  });
});
