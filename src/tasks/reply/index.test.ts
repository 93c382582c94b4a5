import { describe, expect, it } from "vitest";
import type { Prompt, Token } from "../../engine/engine.ts";
import type { PromptStyle } from "../../model/installed.ts";
import type { ReplyResult } from "../task.ts";
import { reply } from "./index.ts";
import { type Intent, VARIANTS } from "./input.ts";
import { inputOf, type More } from "./testing.ts";

/** Runs the task on a mail of `text`; the model finds all wordings alike, and answers `answer` when it is asked. */
async function run(text: string, more: More = {}, style: PromptStyle = "completion", answer = "") {
  const input = inputOf(text, more);
  const results: ReplyResult[] = [];
  const prompts: Prompt[] = [];
  const context = {
    style,
    contextWindow: 4096,
    signal: new AbortController().signal,
    score: async (prompt: Prompt, choices: readonly string[]) => {
      prompts.push(prompt);
      return choices.map(() => -1);
    },
    async *ask(prompt: Prompt): AsyncGenerator<Token> {
      prompts.push(prompt);
      yield { text: answer, end: { reason: "stop", promptTokens: 1, outputTokens: 1 } };
    },
  };
  for await (const result of reply.run(input, context)) results.push(result);
  const last = results.at(-1);
  if (last === undefined) throw new Error("no result");
  return { ...last, results, prompts };
}

const REQUEST = "Hi Robin,\n\ncould you send me the list by Friday?\n\nBest,\nAnna";

describe("a draft", () => {
  it("grows from the greeting to the name", async () => {
    const { results, draft } = await run(REQUEST, { intent: "accept" });
    expect(results[0]?.draft).toBe("Hello Anna,");
    for (const [index, { draft: longer }] of results.entries())
      expect(longer.startsWith(results[index - 1]?.draft ?? "")).toBe(true);
    expect(draft).toBe(
      "Hello Anna,\n\nThank you for your message. Yes, I can send you the list by Friday.\n\nBest regards,\nRobin Vale",
    );
  });

  it.each<[Intent, RegExp]>([
    ["accept", /Yes, I can send you the list by Friday\./],
    ["decline", /I cannot send you the list by Friday\./],
    ["postpone", /by \[date\]/],
    ["ask", /: \[question\]/],
    ["thank", /Thank you/],
    ["answer", /“Could you send me the list by Friday\?”: \[answer\]/],
  ])("takes the stance to %s", async (intent, expected) => {
    expect((await run(REQUEST, { intent })).draft).toMatch(expected);
  });

  it("gives each question an answer or a blank, and tells which", async () => {
    const { draft, blanks, asks } = await run("When do you open? Where is the entrance? Do you sell maps?");
    expect(draft).toContain(
      "– When do you open? [date]\n– Where is the entrance? [place]\n– Do you sell maps? [answer]",
    );
    expect(blanks).toEqual(["[date]", "[place]", "[answer]"]);
    expect(asks).toEqual([
      { act: "question", text: "When do you open?" },
      { act: "question", text: "Where is the entrance?" },
      { act: "question", text: "Do you sell maps?" },
    ]);
  });

  it("accepts the time that was proposed, and none of two", async () => {
    const one = await run("Shall we meet on Tuesday at 3 pm?", { intent: "accept" });
    expect(one.draft).toContain("Tuesday at 3 pm works well for me.");
    const two = await run("Shall we meet on Tuesday or on Thursday?", { intent: "accept" });
    expect(two.draft).toContain("[date] works well for me.");
  });

  it("copies no question about money or secrets, and agrees to none by default", async () => {
    const { draft } = await run("Could you transfer 500 euros to me?");
    expect(draft).not.toMatch(/500|transfer|Yes|gladly/);
    expect(draft).toContain("[date]");
  });

  it("says thank you for news", async () => {
    expect((await run("The parcel has arrived.")).draft).toContain(
      "Thank you very much for letting me know.",
    );
  });

  it("reminds of the user's own message", async () => {
    const earlier = [{ sender: { name: "Ben Ott", address: "" }, date: "", isOwn: false, text: "Hello" }];
    const { draft } = await run("Did you get the list?", { message: { isOwn: true, earlier } });
    expect(draft).toMatch(/^Hello Ben,\n\nI would like to come back to my last message\./);
  });

  it("leaves a blank for a name that is not known", async () => {
    const { draft, blanks } = await run(REQUEST, {
      message: { own: { name: "", address: "" } },
      intent: "accept",
    });
    expect(draft).toMatch(/\[name\]$/);
    expect(blanks).toEqual(["[name]"]);
  });

  it("is in the language that is wanted, and copies nothing from another", async () => {
    const { draft, lang } = await run("Können Sie mir bitte die Liste schicken?", {
      intent: "accept",
      lang: "en",
    });
    expect(lang).toBe("en");
    expect(draft).not.toContain("Liste");
    expect(draft).toContain("Yes, I will gladly do that.");
  });

  it("is familiar to whom signs with a first name", async () => {
    const text = "Hallo Robin,\n\nder Schlüssel liegt im Büro und die Liste auch.\n\nVG\nAnna";
    expect((await run(text)).draft).toMatch(/^Hallo Anna,\n\nvielen Dank, dass du mir/);
    expect((await run(text.replace(/Anna$/, "Anna Weber"))).draft).toMatch(/^Guten Tag Anna Weber,/);
  });

  it("does not accept an invitation that the writer thanks for", async () => {
    const { draft } = await run("Thank you for inviting me, I had a lovely evening.");
    expect(draft).toContain("You are very welcome.");
    expect(draft).not.toMatch(/love to|gladly|invitation/);
  });

  it("agrees by default to no request in a message about money", async () => {
    const { draft } = await run("Your payment has not arrived. Please settle the open sum by 30 November.");
    expect(draft).not.toMatch(/Yes|gladly|take care/);
    expect(draft).toContain("[date]");
  });

  it.each([
    ["Please sign the contract today.", "[date]"],
    ["Bitte unterschreiben Sie den Vertrag heute.", "[Datum]"],
    ["Please send me 200 euros.", "[date]"],
  ])("agrees by default to nothing like %s", async (text, blank) => {
    const { draft } = await run(text);
    expect(draft).not.toMatch(/Yes|gladly|take care|gern|kümmere/);
    expect(draft).toContain(blank);
  });

  it.each([
    ["Please confirm your attendance by Friday.", "en"],
    ["Let me know your address.", "en"],
    ["Dime la dirección de tu casa, que no la tengo.", "es"],
  ])("takes %s for a request", async (text, lang) => {
    expect((await run(text, { message: { lang } })).asks).toEqual([{ act: "request", text }]);
  });

  it.each([
    ["Let me know soon.", "en"],
    ["Please let me know by Friday.", "en"],
    ["Please confirm.", "en"],
    ["Merci de me confirmer rapidement.", "fr"],
  ])("takes %s for a polite end", async (text, lang) => {
    expect((await run(text, { message: { lang } })).asks).toEqual([]);
  });

  it("answers an honest request that could be meant for a model, without its words and its promise", async () => {
    const text = "Please send me your summary of the meeting by Friday.";
    const alone = await run(text);
    expect(alone.draft).toContain("[date]");
    expect(alone.draft).not.toMatch(/summary|gladly/);
    expect((await run(text, { intent: "accept" })).draft).toContain("I will gladly do that.");
    const { draft, asks } = await run(`Could you send me the list? ${text}`, { intent: "accept" });
    expect(draft).toContain("I can send you the list. I have taken note of it.");
    expect(asks).toEqual([{ act: "request", text: "Could you send me the list?" }]);
  });

  it("declines what an open question takes for granted", async () => {
    const when = await run("When can you send it?", { intent: "decline" });
    expect(when.draft).toContain("Unfortunately, I am not able to do that.");
    expect(when.blanks).toEqual([]);
    const open = await run("How many boxes do you take? What colour do you want?", { intent: "decline" });
    expect(open.draft.match(/Unfortunately/g)).toHaveLength(1);
    expect(open.blanks).toEqual([]);
  });

  it("says that it does not mind, rather than yes", async () => {
    const text = "Do you mind if I bring a friend?";
    expect((await run(text, { intent: "accept" })).draft).toContain("Yes, that is fine with me.");
    expect((await run(text, { intent: "decline" })).draft).toContain("I have to say no.");
    expect((await run(text)).draft).toContain("[answer]");
  });

  it("copies nothing in other letters", async () => {
    const { draft, lang } = await run("明日の会議に参加できますか?");
    expect(lang).toBe("en");
    expect(draft).not.toMatch(/\p{Script=Han}/u);
    expect(draft).toContain("[answer]");
  });

  it("is longer where that is wanted", async () => {
    const lengths = await Promise.all(
      (["short", "medium", "long"] as const).map((length) =>
        run("Would you like to come to our party?", { intent: "accept", length }),
      ),
    );
    const [short = 0, medium = 0, long = 0] = lengths.map(({ draft }) => draft.length);
    expect(short).toBeLessThan(medium);
    expect(medium).toBeLessThan(long);
  });

  it("has alternatives that differ", async () => {
    const drafts = await Promise.all(
      Array.from({ length: VARIANTS }, (_, variant) => run(REQUEST, { intent: "accept", variant })),
    );
    const [first, second] = drafts.map(({ draft }) => draft);
    expect(first).not.toBe(second);
    for (const { draft } of drafts) expect(draft).toContain("I can send you the list by Friday.");
  });
});

describe("the user's own words", () => {
  it("are the question when the user asks for more", async () => {
    const { draft, blanks } = await run(REQUEST, { intent: "ask", words: "which list do you mean?" });
    expect(draft).toContain("I would like to know one thing: Which list do you mean?");
    expect(draft.match(/Which list/g)).toHaveLength(1);
    expect(blanks).toEqual([]);
  });

  it("say what there is to say", async () => {
    const { draft } = await run("Are you coming to the party?", { words: "tell her that I can't, I am ill" });
    expect(draft).toContain("Thank you for the invitation. I can't, I am ill.");
    expect(draft).not.toContain("[answer]");
  });

  it("go on as they began", async () => {
    const { draft } = await run(REQUEST, { words: "tell her that I am ill and that I can't come" });
    expect(draft).toContain("I am ill and I can't come.");
  });

  it.each(["write to me at robin@harbour.example", "https://harbour.example/keys is the page"])(
    "keep the link or the address of %s",
    async (words) => {
      const { draft, blanks } = await run(REQUEST, { words });
      expect(draft).toMatch(/robin@harbour\.example\.|https:\/\/harbour\.example\/keys is/);
      expect(blanks).toEqual([]);
    },
  );

  it("leave what they do not answer open", async () => {
    const { draft } = await run("Which size do you take? Where do you live? Which colour do you want?", {
      words: "size 40",
    });
    expect(draft).toContain("Size 40.");
    expect(draft).toMatch(/Where do you live\? \[place\]/);
  });

  it("come beside an intent", async () => {
    const { draft } = await run(REQUEST, { intent: "decline", words: "I lost it" });
    expect(draft).toContain("I cannot send you the list by Friday. I lost it.");
  });

  it.each([
    ["yes", "Yes, I can send you the list"],
    ["no thanks", "I cannot send you the list"],
  ])("%s is an intent", async (words, expected) => {
    expect((await run(REQUEST, { words })).draft).toContain(expected);
  });

  it("are put politely by weights that follow instructions, if these add nothing", async () => {
    const good = await run(REQUEST, { words: "I bring the list" }, "chat", "I will gladly bring the list.");
    expect(good.draft).toContain("I will gladly bring the list.");
    const bad = await run(
      REQUEST,
      { words: "I bring the list" },
      "chat",
      "I will bring the list on Monday with Edith.",
    );
    expect(bad.draft).toContain("I bring the list.");
  });

  it("stay what they are with other weights", async () => {
    const { draft } = await run(REQUEST, { words: "I bring the list" }, "completion", "Something else.");
    expect(draft).toContain("I bring the list.");
  });
});
