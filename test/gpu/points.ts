/** What the tests with the real model look at: a short page, and whether what was noted of a page can be right. */

import type * as v from "valibot";
import { expect } from "vitest";
import type { NotesForm } from "../../src/messages/protocol.ts";

/** A page with words for one point. */
export const SHORT = `<!doctype html><html lang="en"><title>The bridge</title><article><h1>The bridge</h1>
<p>The bridge over the Tarn, built in 1932 and closed since March, will not reopen before next summer. Until then cars take the
road by the mill, and people on foot may use the railway bridge, which has had a path beside its rails since 1954.</p></article>`;

type Points = v.InferOutput<typeof NotesForm>["points"];

/** Points have words, rest on the page's own sentences, and are short; nothing of a prompt's form shows. */
export async function expectSound(points: Points, pageText: string): Promise<void> {
  const page = fold(pageText);
  for (const { text, sources, quoted } of points) {
    expect(text).toMatch(/\p{L}/u);
    expect(text.length).toBeLessThan(400);
    expect(text).not.toMatch(/<\/?[a-z_]+>|<bos>|<eos>|start_of_turn|end_of_turn|<unused\d+>/iu);
    expect(text).not.toMatch(/\n/u);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) expect(page).toContain(fold(source));
    if (quoted) expect(page).toContain(fold(text));
  }
  expect(new Set(points.map(({ text }) => text)).size).toBe(points.length);
}

const fold = (text: string): string => text.replace(/\s+/gu, " ").trim();
