import { expect, it } from "vitest";
import { blankInvented, findDraftFault, inventedIn } from "./check.ts";
import { languageOf } from "./languages/index.ts";

const en = languageOf("en");
if (en === undefined) throw new RangeError();

it("finds what nobody said", () => {
  const known = ["Can you come on Friday at 10?"];
  expect(inventedIn("I come on Friday at 10.", known, en)).toEqual([]);
  expect(inventedIn("I come on Monday at 11.", known, en)).toEqual(["11", "Monday"]);
  expect(inventedIn("I may come.", known, en)).toEqual([]);
  expect(inventedIn("See https://x.example/y or a@b.example.", known, en)).toHaveLength(2);
});

it("leaves a blank in its place", () => {
  expect(blankInvented("I come on Monday at 11.", ["Can you come?"], en)).toBe(
    "I come on [date] at [answer].",
  );
});

it("keeps the user's own address and link at the end of a sentence", () => {
  const known = ["write to robin@harbour.example or see (https://harbour.example/keys)"];
  for (const text of [
    "Write to robin@harbour.example.",
    "Robin@harbour.example is mine.",
    "See (https://harbour.example/keys).",
    "Do you know https://harbour.example/keys?",
  ])
    expect(blankInvented(text, known, en)).toBe(text);
});

it("replaces what was invented where it stands", () => {
  expect(blankInvented("Flat 12 has 1 key.", ["Flat 12?"], en)).toBe("Flat 12 has [answer] key.");
  expect(blankInvented("Write to a7@b.example.", ["Where?"], en)).toBe("Write to [answer].");
});

it.each([
  ["", "empty"],
  ["Subject: the keys", "subject"],
  ["I will bring the keys on Monday.", "date"],
  ["I will bring the 3 keys.", "number"],
  ["I will bring the keys with Edith.", "name"],
  ["I will bring the keys, see keys.example.com.", "link"],
  ["We are all very pleased about summer weather.", "other"],
  ["I will bring the keys the keys the keys the keys.", "loop"],
])("does not take %s for the user's words", (text, fault) => {
  expect(findDraftFault(text, "I bring the keys", [], en)).toBe(fault);
});

it("takes the same in other words", () => {
  expect(findDraftFault("I will gladly bring the keys.", "I bring the keys", [], en)).toBeUndefined();
});
