/**
 * How long choosing sentences takes on long pages, and taking them apart before that.
 *
 *     npx tsx scripts/eval-select.ts
 *
 * Prints a line for each language: milliseconds, the median of five runs, for a page of 10,000 different sentences.
 */
import { selectSentences } from "../src/tasks/summarise/select.ts";
import { sentencesOf } from "../src/tasks/summarise/sentences.ts";
import { longPage } from "../test/eval/summarise/long-page.ts";

const SENTENCES = 10_000;
const POINTS = 6;
const RUNS = 5;

async function timed(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < RUNS; turn++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1] ?? 0;
}

for (const lang of ["en", "de", "ar", "ja", "zh", "th"]) {
  const { blocks, title } = longPage(lang, SENTENCES);
  const sentences = await sentencesOf(blocks, lang);
  const apart = await timed(() => sentencesOf(blocks, lang));
  const chosen = await timed(() => selectSentences(sentences, title, POINTS, undefined, lang));
  console.log(
    `${lang}: ${sentences.length} sentences, taken apart in ${apart.toFixed(0)} ms, ${POINTS} chosen in ${chosen.toFixed(0)} ms`,
  );
}
