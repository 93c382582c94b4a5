/**
 * Where a sentence stands in a page: its own words and some of those around it, as in the W3C's TextQuoteSelector
 * (https://www.w3.org/TR/annotation-model/#text-quote-selector). Nothing is written into the page, and the place is found
 * again after the page has drawn itself anew.
 */
import * as v from "valibot";
import type { Block } from "./blocks.ts";

/** UTF-16 units of context on each side; enough to tell repeated sentences apart. */
const CONTEXT = 48;
/** UTF-16 units of the words; a sentence without an end is found by its beginning. */
const LONGEST = 4000;

export const Anchor = v.object({
  /** The words themselves, white space folded. */
  exact: v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST)),
  /** What stands before and after them in what was read, across the borders of blocks; may be empty. */
  prefix: v.pipe(v.string(), v.maxLength(CONTEXT)),
  suffix: v.pipe(v.string(), v.maxLength(CONTEXT)),
});

export type Anchor = v.InferOutput<typeof Anchor>;

/**
 * The anchor of `exact`, which is part of the text of `blocks[index]`, or, without an index, of the first block that has
 * it. When no block has it the anchor comes without context: the words alone are looked for.
 */
export function anchorOf(blocks: readonly Block[], exact: string, index?: number): Anchor {
  const place =
    index !== undefined && blocks[index]?.text.includes(exact)
      ? index
      : blocks.findIndex((block) => block.text.includes(exact));
  const text = blocks[place]?.text;
  if (text === undefined) return { exact: exact.slice(0, LONGEST), prefix: "", suffix: "" };
  const start = text.indexOf(exact);
  // What comes after the words is no context of the cut ones.
  if (exact.length > LONGEST)
    return {
      exact: exact.slice(0, LONGEST),
      prefix: before(blocks, place, text.slice(0, start)),
      suffix: "",
    };
  return {
    exact,
    prefix: before(blocks, place, text.slice(0, start)),
    suffix: after(blocks, place, text.slice(start + exact.length)),
  };
}

function before(blocks: readonly Block[], place: number, within: string): string {
  let context = within;
  for (let at = place - 1; at >= 0 && context.length < CONTEXT; at--)
    context = `${blocks[at]?.text ?? ""} ${context}`;
  return context.slice(-CONTEXT).replace(/^[\uDC00-\uDFFF]/, "");
}

function after(blocks: readonly Block[], place: number, within: string): string {
  let context = within;
  for (let at = place + 1; at < blocks.length && context.length < CONTEXT; at++)
    context = `${context} ${blocks[at]?.text ?? ""}`;
  return context.slice(0, CONTEXT).replace(/[\uD800-\uDBFF]$/, "");
}
