/** Lines of text on a PDF's page, from the pieces that pdf.js finds. */

/** What is used of pdf.js's `TextItem`: https://mozilla.github.io/pdf.js/api/draft/module-pdfjsLib.html#~TextItem */
export interface TextItem {
  readonly str: string;
  /** "ltr", "rtl" or "ttb". */
  readonly dir: string;
  /** a, b, c, d, x, y: the matrix from the text's own space to the page's, whose origin is below on the left. */
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
}

export interface Page {
  readonly items: readonly TextItem[];
  /** In the same units as the items' places, 1/72 inch. */
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly text: string;
  /** Number of its page, from 0. */
  readonly page: number;
  readonly left: number;
  readonly right: number;
  /** Of the base line, from the page's bottom. */
  readonly y: number;
  /** Height of the letters. */
  readonly size: number;
  readonly isRtl: boolean;
  /** Where lines of its column begin and end. */
  readonly columnLeft: number;
  readonly columnRight: number;
}

/** Times the letters' size: pieces further apart have a space between them; those further still are columns of a table. */
const SPACE = 0.18;
/** Times the letters' size by which base lines of one line may differ: powers, indices. */
const SAME_LINE = 0.5;

/** Times the letters' size: lines further apart are not one column's. */
const COLUMN_GAP = 4;
/** Share by which sizes may differ that are meant to be one. */
export const SAME_SIZE = 0.1;

interface Piece {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
  readonly isRtl: boolean;
  readonly endsLine: boolean;
}

type Bare = Omit<Line, "page" | "columnLeft" | "columnRight">;

/**
 * The lines of a page, in the order in which its pieces come, which is the order of reading in nearly every PDF that people
 * write. Text that runs up, down or upside down (a stamp in the margin) is left out.
 */
export function linesOf(page: Page): Omit<Line, "page">[] {
  const lines: Bare[] = [];
  let pieces: Piece[] = [];
  const close = (): void => {
    const line = asLine(pieces);
    if (line !== undefined) lines.push(line);
    pieces = [];
  };
  for (const item of page.items) {
    const piece = asPiece(item);
    if (piece === undefined) {
      if (item.hasEOL) close();
      continue;
    }
    const last = pieces.at(-1);
    if (last !== undefined && !isSameLine(piece, last)) close();
    pieces.push(piece);
    if (piece.endsLine) close();
  }
  close();
  return withColumns(lines);
}

function asPiece({ str, dir, transform, width, height, hasEOL }: TextItem): Piece | undefined {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = transform;
  if (dir === "ttb" || a <= 0 || Math.abs(b) > 0.1 * a || (str === "" && width === 0)) return undefined;
  const size = height > 0 ? height : Math.hypot(c, d);
  if (![x, y, width, size].every(Number.isFinite)) return undefined;
  return { text: str, left: x, right: x + width, y, size, isRtl: dir === "rtl", endsLine: hasEOL };
}

function isSameLine(piece: Piece, last: Piece): boolean {
  if (Math.abs(piece.y - last.y) > SAME_LINE * Math.max(piece.size, last.size)) return false;
  // Back to the left on one base line is the next column's beginning, set in rows.
  return piece.isRtl || last.isRtl || piece.left >= last.left - last.size;
}

function asLine(pieces: readonly Piece[]): Bare | undefined {
  const isRtl = pieces.filter((piece) => piece.isRtl).length * 2 > pieces.length;
  let text = "";
  let last: Piece | undefined;
  for (const piece of pieces) {
    const gap = last === undefined ? 0 : isRtl ? last.left - piece.right : piece.left - last.right;
    const needsSpace = gap > SPACE * piece.size && !/\s$/u.test(text) && !/^\s/u.test(piece.text);
    text += `${needsSpace ? " " : ""}${piece.text}`;
    last = piece;
  }
  const shown = pieces.filter((piece) => piece.text.trim() !== "");
  const [first] = shown;
  if (first === undefined) return undefined;
  // Powers and marks of notes are smaller and stand higher; the line is where its largest letters are.
  const main = shown.reduce((best, piece) => (piece.size > best.size ? piece : best), first);
  return {
    text: text.trim(),
    left: least(shown, (piece) => piece.left),
    right: -least(shown, (piece) => -piece.right),
    y: main.y,
    size: main.size,
    isRtl,
  };
}

/** Lines of one size that follow each other downwards are of one column, and the widest of them show its edges. */
function withColumns(lines: readonly Bare[]): Omit<Line, "page">[] {
  const found: Omit<Line, "page">[] = [];
  let run: Bare[] = [];
  const close = (): void => {
    const columnLeft = least(run, (line) => line.left);
    const columnRight = -least(run, (line) => -line.right);
    for (const line of run) found.push({ ...line, columnLeft, columnRight });
    run = [];
  };
  for (const line of lines) {
    const last = run.at(-1);
    if (last !== undefined && !isSameColumn(line, last)) close();
    run.push(line);
  }
  close();
  return found;
}

function isSameColumn(line: Bare, last: Bare): boolean {
  const size = Math.max(line.size, last.size);
  const down = last.y - line.y;
  return (
    Math.abs(line.size - last.size) <= SAME_SIZE * size &&
    down > 0 &&
    down < COLUMN_GAP * size &&
    Math.min(line.right, last.right) > Math.max(line.left, last.left)
  );
}

function least<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((least, item) => Math.min(least, value(item)), Number.POSITIVE_INFINITY);
}
