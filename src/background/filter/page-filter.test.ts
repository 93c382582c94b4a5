import { beforeEach, describe, expect, it, vi } from "vitest";
import { PostilError } from "../../errors.ts";
import { type FilterAnswer, type FilterAsk, MAX_ASKED } from "../../messages/filter-protocol.ts";
import type { FilterItem } from "../../tasks/filter/input.ts";
import type { Rule, RuleBook } from "../../tasks/filter/rules.ts";
import type { Verdict } from "../../tasks/task.ts";
import type { JudgeRequest } from "./judging.ts";
import { PageFilter } from "./page-filter.ts";

const RULE: Rule = { id: "r1", text: " listicles ", kind: "hide", on: true, sites: "everywhere" };
const item = (id: string, host = `${id}.example`): FilterItem => ({
  id,
  title: `Title ${id}`,
  url: `https://${host}/`,
  snippet: "",
});
const verdict = (id: string, fold = true): Verdict => ({ id, rule: "r1", probability: 0.9, fold });
const ask = (...items: FilterItem[]): FilterAsk => ({ type: "judge", place: "bing", items });

let book: RuleBook;
let told: FilterAnswer[];
const judge = vi.fn<(request: JudgeRequest) => Promise<string>>();
const cache = {
  find: vi.fn(async (): Promise<readonly Verdict[]> => []),
  keep: vi.fn(async (): Promise<void> => undefined),
};

beforeEach(() => {
  vi.resetAllMocks();
  cache.find.mockResolvedValue([]);
  cache.keep.mockResolvedValue();
  book = { version: 1, rules: [RULE], siteRules: "", corrections: [] };
  told = [];
  judge.mockImplementation(async ({ input, onVerdicts }) => {
    onVerdicts(input.items.map(({ id }) => verdict(id)));
    return "model 1";
  });
});

const filter = (): PageFilter =>
  new PageFilter({
    loadRules: async () => book,
    judge,
    cache,
    tell: (answer) => void told.push(answer),
    tabId: 7,
    page: { url: "https://www.bing.com/search?q=x", title: "x" },
  });

const last = (type: FilterAnswer["type"]): Promise<void> =>
  vi.waitFor(() => expect(told.at(-1)?.type).toBe(type));

describe("what a page's script is answered", () => {
  it("comes from the model, and is kept", async () => {
    filter().ask(ask(item("a")));
    await last("done");
    expect(told).toEqual([
      {
        type: "verdicts",
        verdicts: [
          {
            id: "a",
            fold: true,
            why: { by: "rule", rule: "r1", kind: "hide", text: "listicles", probability: 0.9 },
          },
        ],
      },
      { type: "done", of: 1 },
    ]);
    expect(cache.keep).toHaveBeenCalledWith(
      { rules: [RULE], corrections: [] },
      [item("a")],
      [verdict("a")],
      "model 1",
    );
  });

  it("comes from lines about addresses first, which no model is asked about", async () => {
    book = { ...book, siteRules: "site:a.example\n@site:b.example" };
    filter().ask(ask(item("a"), item("b"), item("c")));
    await last("done");
    expect(told[0]).toEqual({
      type: "verdicts",
      verdicts: [
        { id: "a", fold: true, why: { by: "address" } },
        { id: "b", fold: false, why: { by: "none" } },
      ],
    });
    expect(judge.mock.calls.map(([{ input }]) => input.items)).toEqual([[item("c")]]);
  });

  it("comes from what is kept, and only the rest from the model", async () => {
    cache.find.mockResolvedValue([verdict("a", false)]);
    filter().ask(ask(item("a"), item("b")));
    await last("done");
    expect(judge.mock.calls.map(([{ input }]) => input.items)).toEqual([[item("b")]]);
  });

  it("is nothing without rules for this engine", async () => {
    book = { ...book, rules: [{ ...RULE, sites: ["google"] }] };
    filter().ask(ask(item("a")));
    await vi.waitFor(() => expect(told).toContainEqual({ type: "off" }));
    expect(judge).not.toHaveBeenCalled();
  });

  it("says why there is none, after what needs no model", async () => {
    book = { ...book, siteRules: "site:a.example" };
    judge.mockRejectedValue(new PostilError("model-missing"));
    filter().ask(ask(item("a"), item("b")));
    await last("error");
    expect(told[0]?.type).toBe("verdicts");
    expect(told.at(-1)).toMatchObject({ error: { code: "model-missing" } });
    expect(cache.keep).not.toHaveBeenCalled();
  });

  it.each([
    ["empty", [{ ...RULE, text: "…" }], "rule-empty"],
    ["too long", [{ ...RULE, text: "word ".repeat(400) }], "rule-too-long"],
    ["in contradiction", [RULE, { ...RULE, id: "r2", kind: "only" as const }], "rules-contradict"],
  ])("names rules that are %s", async (_, rules, code) => {
    book = { ...book, rules };
    filter().ask(ask(item("a")));
    await last("error");
    expect(told.at(-1)).toMatchObject({ error: { code } });
    expect(judge).not.toHaveBeenCalled();
  });

  it("gives the model the corrections of the rules that it is asked about", async () => {
    const correction = { rule: "r1", title: "t", snippet: "", url: "https://x.example/", fold: false };
    book = { ...book, corrections: [correction, { ...correction, rule: "gone" }] };
    filter().ask(ask(item("a")));
    await last("done");
    expect(judge.mock.calls[0]?.[0].input.corrections).toEqual([correction]);
  });

  it("takes what comes meanwhile together, in one job after the other", async () => {
    let go = (): void => undefined;
    judge.mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          go = () => resolve("model 1");
        }),
    );
    const page = filter();
    page.ask(ask(item("a")));
    await vi.waitFor(() => expect(judge).toHaveBeenCalledTimes(1));
    page.ask(ask(item("b")));
    page.ask(ask(item("c")));
    go();
    await last("done");
    expect(judge.mock.calls.map(([{ input }]) => input.items.map(({ id }) => id))).toEqual([
      ["a"],
      ["b", "c"],
    ]);
    expect(told.at(-1)).toEqual({ type: "done", of: 3 });
  });

  it("is one job for five hundred results, in as many messages as they come in", async () => {
    const page = filter();
    const all = Array.from({ length: 500 }, (_, n) => item(`r${n}`));
    for (let from = 0; from < 500; from += MAX_ASKED) page.ask(ask(...all.slice(from, from + MAX_ASKED)));
    await last("done");
    expect(judge.mock.calls.flatMap(([{ input }]) => input.items)).toEqual(all);
    expect(judge.mock.calls.length).toBeLessThanOrEqual(2);
    expect(told.at(-1)).toEqual({ type: "done", of: 500 });
  });

  it("is given up when the page has gone", async () => {
    judge.mockImplementation(
      ({ signal }) =>
        new Promise((_, reject) =>
          signal.addEventListener("abort", () => reject(new PostilError("cancelled"))),
        ),
    );
    const page = filter();
    page.ask(ask(item("a")));
    await vi.waitFor(() => expect(judge).toHaveBeenCalledTimes(1));
    page.end();
    await expect(judge.mock.results[0]?.value).rejects.toMatchObject({ code: "cancelled" });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(told).toEqual([]);
  });

  it("comes also when it cannot be kept", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    cache.keep.mockRejectedValue(new Error("full"));
    filter().ask(ask(item("a")));
    await last("done");
  });

  it("comes also when what is kept cannot be read", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    cache.find.mockRejectedValue(new Error("gone"));
    filter().ask(ask(item("a")));
    await last("done");
    expect(judge).toHaveBeenCalledTimes(1);
  });

  it("is an error where the question is not understood", () => {
    filter().refuse(new PostilError("message-invalid", { reason: "too long" }));
    expect(told).toMatchObject([{ type: "error", error: { code: "message-invalid" } }]);
  });
});
