/**
 * Segmentation of texts of any length in bounded pieces. `Intl.Segmenter` hands out every segment together with the whole
 * text it was given, and V8 copies that text each time in versions that we support: time and memory grow with the square
 * of the text. https://tc39.es/ecma402/#sec-createsegmentdataobject
 */

/** UTF-16 units that the segmenter is given at once; longer than any word or sentence that is of use. */
const PIECE_LENGTH = { word: 256, sentence: 1024, grapheme: 256 } as const;

export interface Segment {
  readonly text: string;
  readonly isWordLike: boolean;
  /** True when the next one goes on with the same word or sentence, which is longer than a piece. */
  readonly isCut: boolean;
}

/** The segments of `text`, in order; together they are `text`. Linear in its length. */
export function* segmentsOf(text: string, segmenter: Intl.Segmenter): Generator<Segment> {
  const length = PIECE_LENGTH[segmenter.resolvedOptions().granularity];
  let start = 0;
  while (start < text.length) {
    const end = pieceEnd(text, start, length);
    // Where a piece ends, its last segment may not: that one is looked at again, with what follows it.
    let held: Intl.SegmentData | undefined;
    for (const segment of segmenter.segment(text.slice(start, end))) {
      if (held !== undefined) {
        yield asSegment(held, false);
        start += held.segment.length;
      }
      held = segment;
    }
    const isAlone = held?.index === 0;
    if (held !== undefined && (isAlone || end === text.length)) {
      yield asSegment(held, isAlone && end < text.length);
      start = end;
    }
  }
}

function asSegment({ segment, isWordLike = false }: Intl.SegmentData, isCut: boolean): Segment {
  return { text: segment, isWordLike, isCut };
}

/** Never between the two halves of a surrogate pair. */
function pieceEnd(text: string, start: number, length: number): number {
  const end = start + length;
  if (end >= text.length) return text.length;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}
