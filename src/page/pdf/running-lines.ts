/** Lines that stand on top or at the bottom of page after page: titles, authors, page numbers. */
import type { Line, Page } from "./lines.ts";

/** Share of a page's height, above and below, in which such lines stand. */
const MARGIN = 0.12;
/** Share of the pages on which a line must come back; a book's left and right pages have different ones. */
const SHARE = 0.3;

export interface PageLines {
  readonly page: Page;
  readonly lines: readonly Omit<Line, "page">[];
}

/** The lines of each page without those, and with the number of their page. Figures count as equal: "Page 3", "Page 4". */
export function withoutRunningLines(pages: readonly PageLines[]): Line[][] {
  const counts = new Map<string, number>();
  for (const { page, lines } of pages) {
    const keys = new Set(lines.filter((line) => isInMargin(line, page)).map(keyOf));
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const least = Math.max(2, Math.ceil(pages.length * SHARE));
  return pages.map(({ page, lines }, number) =>
    lines
      .filter((line) => !(isInMargin(line, page) && (counts.get(keyOf(line)) ?? 0) >= least))
      .map((line) => ({ ...line, page: number })),
  );
}

function isInMargin({ y }: Omit<Line, "page">, { height }: Page): boolean {
  return y > height * (1 - MARGIN) || y < height * MARGIN;
}

/** Same words, whatever the number in them is. Roman numbers stand alone. */
function keyOf({ text }: Omit<Line, "page">): string {
  return text
    .toLowerCase()
    .replace(/\p{N}+/gu, "#")
    .replace(/^[ivxlcdm]+$/u, "#");
}
