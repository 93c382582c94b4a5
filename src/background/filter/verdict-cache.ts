/**
 * Verdicts of earlier, by what was asked: the rules with what the user has said of their results, and a result's own texts. Kept
 * in memory by the browser until it ends, so that going back to a page asks no model. Those of another model go as soon as a
 * new one has judged anything.
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import type { FilterInput, FilterItem } from "../../tasks/filter/input.ts";
import type { Verdict } from "../../tasks/task.ts";

const KEY = "filter.verdicts";
/** Verdicts that are kept, the latest: some 100 bytes each. */
export const MAX_KEPT = 5000;

const KeptVerdict = v.object({ rule: v.nullable(v.string()), probability: v.number(), fold: v.boolean() });
type KeptVerdict = v.InferOutput<typeof KeptVerdict>;

const Kept = v.object({
  /** What tells the model from others. */
  model: v.string(),
  /** Key and verdict without the page's own id, oldest first. */
  verdicts: v.array(v.tuple([v.string(), KeptVerdict])),
});

type Asked = Pick<FilterInput, "rules" | "corrections">;

/** The verdicts that are known for `items`, under the ids that they have now. */
export async function findVerdicts(asked: Asked, items: readonly FilterItem[]): Promise<readonly Verdict[]> {
  const { kept } = await read();
  const rules = await digest(rulesOf(asked));
  const found: Verdict[] = [];
  for (const item of items) {
    const verdict = kept.get(await keyOf(rules, item));
    if (verdict) found.push({ id: item.id, ...verdict });
  }
  return found;
}

/**
 * Keeps what a job has come to the end with.
 * @param model what tells the model that judged from others
 */
export async function keepVerdicts(
  asked: Asked,
  items: readonly FilterItem[],
  verdicts: readonly Verdict[],
  model: string,
): Promise<void> {
  // Two tabs that end at the same moment may lose what one of them has kept: it is asked about again, no more.
  const before = await read();
  const kept = before.model === model ? before.kept : new Map<string, KeptVerdict>();
  const rules = await digest(rulesOf(asked));
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const { id, rule, probability, fold } of verdicts) {
    const item = byId.get(id);
    if (!item) continue;
    const key = await keyOf(rules, item);
    kept.delete(key);
    kept.set(key, { rule, probability, fold });
  }
  for (const key of [...kept.keys()].slice(0, Math.max(0, kept.size - MAX_KEPT))) kept.delete(key);
  await browser.storage.session.set({ [KEY]: { model, verdicts: [...kept] } });
}

async function read(): Promise<{ readonly model: string | null; readonly kept: Map<string, KeptVerdict> }> {
  const { success, output } = v.safeParse(Kept, (await browser.storage.session.get(KEY))[KEY]);
  return success ? { model: output.model, kept: new Map(output.verdicts) } : { model: null, kept: new Map() };
}

/** All that a verdict depends on but the result. */
function rulesOf({ rules, corrections }: Asked): string {
  return JSON.stringify([
    rules.map(({ id, text, kind, threshold }) => [id, text, kind, threshold]),
    corrections.map(({ rule, title, snippet, url, fold }) => [rule, title, snippet, url, fold]),
  ]);
}

function keyOf(rules: string, { title, url, snippet }: FilterItem): Promise<string> {
  return digest(JSON.stringify([rules, title, url, snippet]));
}

/** The first 96 bits of the SHA-256: enough that no two of some thousand texts ever share one. */
async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash, 0, 12), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
