const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** Length as a reader counts: one for 𠮷, for が in two code points, for a kanji with its variation selector. */
export function graphemeLength(text: string): number {
  let n = 0;
  for (const _ of segmenter.segment(text)) n += 1;
  return n;
}
