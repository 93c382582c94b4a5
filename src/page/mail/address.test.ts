import { describe, expect, it } from "vitest";
import { growth } from "../testing.ts";
import { addressIn, introducedBy, isSameAddress, mailboxOf, nameIn } from "./address.ts";

describe("mailboxes", () => {
  it.each([
    ["Ann Fell <ann@example.org>", "Ann Fell", "ann@example.org"],
    ['"Fell, Ann" <ann@example.org>', "Fell, Ann", "ann@example.org"],
    ["ann@example.org", "", "ann@example.org"],
    ["Ann Fell", "Ann Fell", ""],
    ["安 <an@例え.example>", "安", "an@例え.example"],
    ["Ann\u202E Fell\u0000 <ann@example.org>", "Ann Fell", "ann@example.org"],
    ["Re: 5 @ 3", "Re: 5 @ 3", ""],
  ])("%s", (text, name, address) => {
    expect([nameIn(text), addressIn(text)]).toEqual([name, address]);
    expect(mailboxOf(text, text)).toEqual({ name, address });
  });

  it("is not taken in by a name that looks like an address", () => {
    const text = "chief@bank.example <someone@else.example>";
    expect(mailboxOf(text, text)).toEqual({ name: "", address: "someone@else.example" });
  });

  it("names the writer of a quotation where the form makes it sure", () => {
    expect(introducedBy("On 4 May 2026 at 9:00, Ann Fell <ann@example.org> wrote:")).toEqual({
      name: "Ann Fell",
      address: "ann@example.org",
    });
    expect(introducedBy("Am 4. Mai 2026 um 9:00 Uhr schrieb Ann <ann@example.org>:").name).toBe("");
    expect(introducedBy("")).toEqual({ name: "", address: "" });
  });

  it("compares addresses without case", () => {
    expect(isSameAddress("Ann@Example.org", "ann@example.ORG")).toBe(true);
    expect(isSameAddress("", "")).toBe(false);
  });

  it("takes bounded time", async () => {
    for (const part of ["a", "@", "a@", "a@b.", "<", " "])
      expect(await growth(200_000, (n) => mailboxOf(part.repeat(n), part.repeat(n)))).toBeLessThan(10);
  });
});
