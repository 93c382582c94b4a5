/** How much of a text is taken, and how many words it has. */
import type { Block } from "./blocks.ts";
import { MAX_PAGE_TEXT, type PageContent } from "./content.ts";
import { countWords } from "./words.ts";

/** UTF-16 units of text whose words are counted one by one. */
const COUNTED_TEXT = 500_000;

/** As much of `blocks` as a page may hand over, and the words of that and of all. `lang` is a BCP 47 tag or empty. */
export function measure(all: Block[], lang: string): Pick<PageContent, "blocks" | "words"> {
  const blocks = limitText(all, MAX_PAGE_TEXT);
  const words = wordsIn(all, lang);
  return { blocks, words: { read: blocks === all ? words : wordsIn(blocks, lang), all: words } };
}

/** The blocks up to `limit` UTF-16 units in all; the last one is cut at a word, and the same array comes back uncut. */
export function limitText(blocks: Block[], limit: number): Block[] {
  let room = limit;
  for (const [index, block] of blocks.entries()) {
    if (block.text.length <= room) {
      room -= block.text.length;
      continue;
    }
    const cut = block.text.slice(0, room).replace(/\s\S*$|[\uD800-\uDBFF]$/, "");
    const kept = blocks.slice(0, index);
    if (cut !== "") kept.push({ kind: block.kind, text: cut });
    return kept;
  }
  return blocks;
}

/** Words in `blocks`. Exact for texts of up to `COUNTED_TEXT`; of longer ones the rest counts in proportion, as counting takes seconds there. */
export function wordsIn(blocks: readonly Block[], lang: string): number {
  let words = 0;
  let counted = 0;
  let length = 0;
  for (const { text } of blocks) {
    length += text.length;
    const part = text.slice(0, COUNTED_TEXT - counted);
    counted += part.length;
    if (part !== "") words += countWords(part, lang);
  }
  return length === counted ? words : Math.round((words * length) / counted);
}
