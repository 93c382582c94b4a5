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
    ["Anna Weber (Lantern Books)", { name: "Anna Weber", first: "Anna" }],
    ["Anna Weber | Lantern Books", { name: "Anna Weber", first: "Anna" }],
    ["'Anna Weber' via Lists", { name: "Anna Weber", first: "Anna" }],
    ["Anna Weber, PhD", { name: "Anna Weber", first: "Anna" }],
    ["anna weber", { name: "Anna Weber", first: "Anna" }],
    ["ANNA WEBER", { name: "Anna Weber", first: "Anna" }],
    ["Dr. med. Anna Weber", { name: "Dr. Weber", first: "Anna" }],
    // Nobody is called by the family name alone.
    ["Dr. Pike", { name: "Dr. Pike", first: "Dr. Pike" }],
    ["Frau Schmidt", { name: "Frau Schmidt", first: "Frau Schmidt" }],
    ["A. Weber", { name: "A. Weber", first: "A. Weber" }],
  ])("%s is a person's", (said, person) => {
    expect(personOf(said)).toEqual(person);
  });

  it.each([
    "Lantern Books Customer Service",
    "a@b.example",
    "IKEA",
    "LinkedIn",
    "Harbour Recruiter",
    "Dental Reception",
    "Landlord",
    "no-reply",
    "Team 7",
    "visit www.x.example",
    "",
  ])("%s is none", (said) => {
    expect(personOf(said)).toBeUndefined();
  });

  it("gives way to how the message is signed", () => {
    const of = (name: string, signedBy: string, address = "") => addressee({ name, address }, signedBy);
    expect(of("Thomas Reed", "Tom")?.first).toBe("Tom");
    expect(of("Thomas Reed", "Anna")?.first).toBe("Thomas");
    expect(of("Fenwick Roofing", "Laura Fenwick")?.first).toBe("Laura");
    expect(of("info@harbour.example", "Laura Fenwick")?.first).toBe("Laura");
    expect(of("Lantern Books Customer Service", "Lantern Books")).toBeUndefined();
    expect(of("Harbour Recruiter", "Olivia Grant")?.first).toBe("Olivia");
  });

  it("is nobody's when its address is that of a firm", () => {
    const of = (name: string, address: string) => addressee({ name, address }, "");
    expect(of("Lantern", "hello@shop.example")).toBeUndefined();
    expect(of("Lantern", "books@lantern.example")).toBeUndefined();
    expect(of("Lucy", "lucy@post.example")?.first).toBe("Lucy");
    expect(of("Hollow Nursery", "news@nursery.example")).toBeUndefined();
    expect(of("Marsh Lane", "info@marsh.example")).toBeUndefined();
    expect(addressee({ name: "Lucy Marsh", address: "info@marsh.example" }, "Lucy Marsh")?.first).toBe(
      "Lucy",
    );
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

  it("know the sex of whom a title tells, and of nobody else", () => {
    const es = languageOf("es") ?? expect.fail();
    const greet = (said: string) => greetingOf(personOf(said), es, "formal", undefined, 0);
    expect(greet("Dra. Carmen Vidal")).toBe("Estimada Dra. Vidal:");
    expect(greet("Sr. Luis Prieto")).toBe("Estimado Sr. Prieto:");
    expect(greet("Carmen Vidal")).toBe("Estimado/a Carmen Vidal:");
  });

  it("sign with the first name among friends", () => {
    expect(signatureOf("Robin Vale", "friendly")).toBe("Robin");
    expect(signatureOf("Robin Vale", "neutral")).toBe("Robin Vale");
    expect(signatureOf("", "neutral")).toBe("");
  });
});
