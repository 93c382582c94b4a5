/** What is read from a page: plain text, no markup. The form that crosses from the page to the panel, and its check. */
import * as v from "valibot";

/** A page never hands over more than this, in UTF-16 units; the rest is counted and reported as not read. */
export const MAX_PAGE_TEXT = 4_000_000;

export const PageContent = v.object({
  url: v.pipe(v.string(), v.maxLength(8192)),
  title: v.pipe(v.string(), v.maxLength(2000)),
  /** BCP 47, from the page itself; empty when it does not say. */
  lang: v.pipe(v.string(), v.maxLength(64)),
  /** Paragraphs, headings and list items in reading order, white space folded. */
  blocks: v.pipe(
    v.array(
      v.object({
        kind: v.picklist(["heading", "paragraph", "item", "quote", "code"]),
        text: v.string(),
        /** Marks of footnotes, which `text` is without: before which of its UTF-16 units they stand, in order (`marks.ts`). */
        marks: v.optional(
          v.array(
            v.object({
              at: v.pipe(v.number(), v.integer(), v.minValue(0)),
              text: v.pipe(v.string(), v.maxLength(40)),
            }),
          ),
        ),
      }),
    ),
    v.check((blocks) => blocks.reduce((n, b) => n + b.text.length, 0) <= MAX_PAGE_TEXT, "page text too long"),
  ),
  /** What was read: the page's main content, what was selected in it, or a PDF. Absent means the page. */
  source: v.optional(v.picklist(["page", "selection", "pdf"])),
  /** Words in `blocks`, and words altogether of what was to be read. */
  words: v.object({
    read: v.pipe(v.number(), v.integer(), v.minValue(0)),
    all: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
});

export type PageContent = v.InferOutput<typeof PageContent>;
