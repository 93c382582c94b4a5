import { describe, expect, it } from "vitest";
import { languageOf } from "./languages/index.ts";
import { addressee, closingOf, greetingOf, personOf, signatureOf } from "./names.ts";

describe("a sender's name", () => {
  it.each([
    ["Anna Weber", { name: "Anna Weber", first: "Anna" }],
    ["Weber, Anna", { name: "Anna Weber", first: "Anna" }],
    ["Dr. Owen Pike", { name: "Dr. Pike", first: "Owen" }],
    ["Ruben de Wit", { name: "Ruben de Wit", first: "Ruben" }],
    ["Familie Brandt", { name: "Familie Brandt", first: "Familie Brandt" }],
    ["Jean-Luc O’Neil", { name: "Jean-Luc O’Neil", first: "Jean-Luc" }],
  ])("%s is a person's", (said, person) => {
    expect(personOf(said)).toEqual(person);
  });

  it.each([
    "Lantern Books Customer Service",
    "a@b.example",
    "IKEA",
    "no-reply",
    "Team 7",
    "visit www.x.example",
    "",
  ])("%s is none", (said) => {
    expect(personOf(said)).toBeUndefined();
  });

  it("gives way to how the message is signed", () => {
    expect(addressee("Thomas Reed", "Tom")?.first).toBe("Tom");
    expect(addressee("Thomas Reed", "Anna")?.first).toBe("Thomas");
    expect(addressee("Fenwick Roofing", "Laura Fenwick")?.first).toBe("Laura");
    expect(addressee("info@harbour.example", "Laura Fenwick")?.first).toBe("Laura");
    expect(addressee("Lantern Books Customer Service", "Lantern Books")).toBeUndefined();
  });
});

describe("greeting and closing", () => {
  const [en, de] = [languageOf("en"), languageOf("de")];
  if (en === undefined || de === undefined) throw new RangeError();
  const anna = { name: "Anna Weber", first: "Anna" };

  it("follow tone and address", () => {
    expect(greetingOf(anna, en, "formal", undefined, 0)).toBe("Dear Anna Weber,");
    expect(greetingOf(anna, en, "friendly", undefined, 0)).toBe("Hi Anna,");
    expect(greetingOf(anna, de, "neutral", false, 0)).toBe("Guten Tag Anna Weber,");
    expect(greetingOf(anna, de, "neutral", true, 0)).toBe("Hallo Anna,");
    expect(greetingOf(undefined, de, "formal", undefined, 0)).toBe("Sehr geehrte Damen und Herren,");
    expect(closingOf(de, "formal", false, 0)).toBe("Mit freundlichen Grüßen");
  });

  it("sign with the first name among friends", () => {
    expect(signatureOf("Robin Vale", "friendly")).toBe("Robin");
    expect(signatureOf("Robin Vale", "neutral")).toBe("Robin Vale");
    expect(signatureOf("", "neutral")).toBe("");
  });
});
