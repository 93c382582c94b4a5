import { describe, expect, it } from "vitest";
import { growth } from "../../page/testing.ts";
import { cutAtClause, estimateTokens } from "./budget.ts";

describe("cutAtClause", () => {
  it("cuts at the last clause that fits, and nowhere when that leaves too little", () => {
    const text = "The tower was sold, the lamp was kept, and the keeper moved to the town.";
    expect(cutAtClause(text, 100)).toBe(text);
    expect(cutAtClause(text, 15)).toBe("The tower was sold, the lamp was kept");
    expect(cutAtClause(text, 13)).toBe("The tower was sold");
    expect(cutAtClause(text.replaceAll(",", ""), 15)).toBeUndefined();
    expect(cutAtClause(text, 4)).toBeUndefined();
  });

  it("gives no more than there is room for", () => {
    const text = "一二三、四五六、七八九、十百千。";
    for (let room = 1; room < 16; room++)
      expect(estimateTokens(cutAtClause(text, room) ?? "")).toBeLessThanOrEqual(room);
  });

  it("takes linear time however many clauses there are", async () => {
    expect(await growth(20_000, (n) => cutAtClause("a, ".repeat(n / 3), n / 3))).toBeLessThan(10);
  });
});
