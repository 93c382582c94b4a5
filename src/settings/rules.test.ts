import { beforeEach, describe, expect, it, vi } from "vitest";

const stored: Record<string, unknown> = {};
const listeners = new Set<(changes: Record<string, unknown>, area: string) => void>();
vi.mock("webextension-polyfill", () => ({
  default: {
    storage: {
      local: {
        get: async (key: string) => ({ [key]: stored[key] }),
        set: async (values: Record<string, unknown>) => {
          Object.assign(stored, values);
          for (const [key, newValue] of Object.entries(values))
            for (const listen of listeners) listen({ [key]: { newValue } }, "local");
        },
      },
      onChanged: {
        addListener: (listen: (changes: Record<string, unknown>, area: string) => void) =>
          listeners.add(listen),
        removeListener: (listen: (changes: Record<string, unknown>, area: string) => void) =>
          listeners.delete(listen),
      },
    },
  },
}));

// Node 20 has no locks; this one stands in line as the browser's does.
let line: Promise<unknown> = Promise.resolve();
vi.stubGlobal("navigator", {
  locks: {
    request: (_name: string, work: () => Promise<void>) => {
      const done = line.then(work);
      line = done.catch(() => undefined);
      return done;
    },
  },
});

const { changeRules, loadRules, onRulesChanged, parseRuleBook, saveRules } = await import("./rules.ts");
const { EMPTY_RULE_BOOK } = await import("../tasks/filter/rules.ts");

const RULE = { id: "a", text: "listicles", kind: "hide", on: true, sites: "everywhere" } as const;
const CORRECTION = { rule: "a", title: "Ten pans", snippet: "", url: "https://a.test/", fold: false };

beforeEach(() => {
  delete stored.rules;
});

describe("stored rules", () => {
  it("are none at first", async () => {
    expect(await loadRules()).toEqual(EMPTY_RULE_BOOK);
  });

  it("come back as they were saved", async () => {
    const book = { version: 1, rules: [RULE], siteRules: "a.test", corrections: [CORRECTION] } as const;
    await saveRules(book);
    expect(await loadRules()).toEqual(book);
  });

  it("are mended one by one, also when a later version stored them", () => {
    const rules = [RULE, { ...RULE, kind: "blink" }, null, { ...RULE, id: "b", colour: "red" }];
    const book = parseRuleBook({ version: 9, rules, siteRules: 7, corrections: [CORRECTION, {}] });
    expect(book).toEqual({
      version: 1,
      rules: [RULE, { ...RULE, id: "b" }],
      siteRules: "",
      corrections: [CORRECTION],
    });
    expect(parseRuleBook("nonsense")).toEqual(EMPTY_RULE_BOOK);
  });

  it("are not saved when one makes no sense", async () => {
    const rules = [{ ...RULE, text: " " }];
    await expect(saveRules({ ...EMPTY_RULE_BOOK, rules })).rejects.toMatchObject({ code: "rule-empty" });
    expect(stored.rules).toBeUndefined();
  });

  it("take the corrections of a rule along when it goes", async () => {
    await saveRules({ ...EMPTY_RULE_BOOK, corrections: [CORRECTION] });
    expect((await loadRules()).corrections).toEqual([]);
  });

  it("tell of changes until nobody listens", async () => {
    const seen: unknown[] = [];
    const stop = onRulesChanged((book) => seen.push(book.rules.length));
    await saveRules({ ...EMPTY_RULE_BOOK, rules: [RULE] });
    stop();
    await saveRules(EMPTY_RULE_BOOK);
    expect(seen).toEqual([1]);
  });

  it("are changed one after the other, and not at all by a change that fails", async () => {
    const more = (id: string) =>
      changeRules((book) => ({ ...book, rules: [...book.rules, { ...RULE, id, text: `no ${id}` }] }));
    const results = await Promise.allSettled([
      more("a"),
      changeRules((book) => book),
      changeRules(fail),
      more("b"),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect((await loadRules()).rules.map(({ id }) => id)).toEqual(["a", "b"]);
  });
});

function fail(): never {
  throw new Error("no");
}
