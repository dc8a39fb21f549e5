import { describe, expect, it } from 'vitest';
import { mergeLines } from './lines';

describe('mergeLines', () => {
  it('takes what only one side touched', () => {
    expect(mergeLines('a\nb\nc', 'a\nB\nc', 'a\nb\nc\nd')).toEqual({ text: 'a\nB\nc\nd', clean: true });
    expect(mergeLines('a\nb', 'b', 'a\nb')).toEqual({ text: 'b', clean: true });
  });

  it('keeps what both added at the same place, without asking', () => {
    expect(mergeLines('', '私の行', '相手の行')).toEqual({ text: '相手の行\n私の行', clean: true });
    expect(mergeLines('見出し', '見出し\n私', '見出し\n相手')).toEqual({ text: '見出し\n相手\n私', clean: true });
  });

  it('asks where both changed the same line, and offers both', () => {
    expect(mergeLines('家賃は三月分', '家賃は四月分', '家賃は五月分')).toEqual({
      text: '家賃は五月分\n家賃は四月分',
      clean: false,
    });
  });

  it('keeps a line that one side changed and the other deleted', () => {
    expect(mergeLines('a\nb', 'a', 'a\nb は変わった')).toEqual({ text: 'a\nb は変わった', clean: false });
  });

  it('is the same whoever saves first, line for line', () => {
    const [base, one, two] = ['x\ny\nz', 'x1\ny\nz', 'x\ny\nz2'];
    expect(mergeLines(base, one, two).text).toBe(mergeLines(base, two, one).text);
  });
});
