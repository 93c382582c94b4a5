/** The demo of the filter: a rule in plain words, and what of a page's results it folds. */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type JobView, resultOf } from "../../../src/messages/protocol.ts";
import type { RuleBook } from "../../../src/tasks/filter/rules.ts";
import { SEARCH_FIXTURES } from "../../../test/fixtures/search/pages.ts";
import { Stop } from "../../lib/log.mjs";
import { ROOT } from "../../lib/run.mjs";
import { bundle } from "../bundle.ts";
import { until } from "../until.ts";
import type { View } from "../view.ts";
import type { DemoTask, Scene } from "./demo-task.ts";
import type { PageResult } from "./page-results.ts";

const SAMPLE = join(ROOT, "test", "fixtures", "search-sample.html");
const SAMPLE_URL = "https://duckduckgo.com/?q=standing+desk&ia=web";
const SAMPLE_RULE = "shopping pages";

/** What the panel says of a rule that it does not take. */
const REFUSALS = ["rule-empty", "rule-too-long", "rule-mixed", "rules-contradict", "rules-too-many"];

/** What the demo prints of one result. */
interface Judged {
  readonly title: string;
  readonly url: string;
  readonly folded: boolean;
  /** Of the rule that speaks the clearest for folding, 0 … 1; null where nothing was said. */
  readonly score: number | null;
  /** The words of that rule. */
  readonly rule: string | null;
}

export const filter: DemoTask = {
  sample: SAMPLE,
  failures: ["permission-refused"],

  putFile(web, path) {
    const fixture = SEARCH_FIXTURES.find(({ name }) => `${name}.html` === basename(path));
    const url = path === SAMPLE ? SAMPLE_URL : fixture?.url;
    if (url === undefined) return null;
    web.putHost(new URL(url).hostname, async (_request, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(await readFile(path));
    });
    return url;
  },

  async begin({ postil, page, panel, options }) {
    const { words } = postil;
    const rule = (options.rule ?? SAMPLE_RULE).trim();
    await page.evaluate(`(() => { ${await bundle(join(import.meta.dirname, "page-results.ts"))} })()`);
    if ((await resultsOf(page)).length === 0) throw new Stop("No result: the page has no list of results.");
    await panel.click({ role: "radio", name: words.of("task_filter") });
    await panel.fill({ role: "textbox", name: words.of("rule_words") }, rule);
    await postil.press(panel, "rule_put");
    const refusal = await until(async () => {
      if (await panel.has({ role: "switch", name: rule })) return "none";
      const shown = await panel.text();
      return REFUSALS.map((code) => words.error(code)).find((sentence) => shown.includes(sentence));
    });
    if (refusal !== "none") throw new Stop(`No result: ${refusal}`);
    const once = { role: "button", name: words.of("filter_once") };
    const isEngine = await panel.has(once);
    await (isEngine ? panel.click(once) : postil.press(panel, "filter_longest"));
  },

  progress(job) {
    const result = resultOf(job, "filter");
    return `Results judged: ${result?.verdicts.length ?? 0} of ${result?.of ?? 0}`;
  },

  async finish({ postil, page, panel }, job) {
    const ends = ["filter_folded_sentence", "filter_none"].map((key) => postil.words.pattern(key).source);
    await panel.waitForText(new RegExp(ends.join("|"), "u"));
    const results = judged(await resultsOf(page), job, await rulesOf(panel));
    const lines = results.map(
      ({ title, folded, score }) => `${folded ? "folded" : "shown "} ${score?.toFixed(2) ?? " –  "} ${title}`,
    );
    const cost = resultOf(job, "filter")?.cost;
    return {
      result: { text: lines.join("\n"), results, passes: cost?.passes ?? 0, computed: cost?.tokens ?? 0 },
      lines,
    };
  },
};

async function resultsOf(page: View): Promise<readonly PageResult[]> {
  return page.evaluate<readonly PageResult[]>("postilDemo.results()");
}

/** The words of the rules by their id. */
async function rulesOf(panel: Scene["panel"]): Promise<ReadonlyMap<string, string>> {
  const rules = await panel.call(async () => {
    const { rules: book } = (await chrome.storage.local.get("rules")) as { rules?: RuleBook };
    return (book?.rules ?? []).map(({ id, text }) => [id, text] as const);
  });
  return new Map(rules);
}

/** Results are numbered as they are first read, in the page's order; what says the same has one number. */
function judged(
  results: readonly PageResult[],
  job: JobView,
  rules: ReadonlyMap<string, string>,
): readonly Judged[] {
  const verdicts = new Map(resultOf(job, "filter")?.verdicts.map((verdict) => [verdict.id, verdict]));
  const ids = new Map<string, string>();
  return results.map(({ title, url, snippet, folded }) => {
    const key = JSON.stringify([title, url, snippet]);
    if (!ids.has(key)) ids.set(key, `r${ids.size + 1}`);
    const verdict = verdicts.get(ids.get(key) ?? "");
    const score = verdict?.rule == null ? null : Math.round(verdict.probability * 1000) / 1000;
    return { title, url, folded, score, rule: rules.get(verdict?.rule ?? "") ?? null };
  });
}
