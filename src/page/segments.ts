/**
 * Segmentation of texts of any length in bounded pieces. `Intl.Segmenter` hands out every segment together with the whole
 * text it was given, and V8 copies that text each time in versions that we support: time and memory grow with the square
 * of the text. https://tc39.es/ecma402/#sec-createsegmentdataobject
 */

/** UTF-16 units that the segmenter is given at once; longer than any word or sentence that is of use. */
const PIECE_LENGTH = { word: 256, sentence: 1024, grapheme: 256 } as const;

/** UTF-16 units by which the rules of UAX 29 look ahead at most, but for runs of signs that stand for nothing. */
const MARGIN = 16;

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
    const isLast = end === text.length;
    // Near the end of a piece segments may look different for what is cut off; they are looked at again in the next one.
    const sure = isLast ? end : end - MARGIN;
    const from = start;
    for (const segment of segmenter.segment(text.slice(from, end))) {
      const segmentEnd = from + segment.index + segment.segment.length;
      if (segmentEnd > sure && start > from) break;
      yield asSegment(segment, segmentEnd === end && !isLast);
      start = segmentEnd;
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
