import { expect, it } from 'vitest';
import { PAPER, paperLayout, wrap } from './layout';

it('a short sheet has blank lines and rows to write in, and no 別紙', () => {
  const l = paperLayout({ request: '一行', members: [{ name: '健一' }] });
  expect(l.request.lines).toHaveLength(PAPER.requestLines);
  expect(l.request.lines.slice(0, 2)).toEqual(['一行', '']);
  expect(l.members).toHaveLength(PAPER.members);
  expect(l.members[1]).toBeUndefined();
  expect(l.attachments).toEqual([]);
});

it('nothing is lost when a text is longer than its box', () => {
  const text = Array.from({ length: 12 }, (_, i) => `第${i + 1}行`).join('\n');
  const l = paperLayout({ request: text });
  expect(l.request.continued).toBe(true);
  const shown = l.request.lines.slice(0, PAPER.requestLines - 1);
  expect([...shown, l.attachments[0]?.text].join('\n')).toBe(text);
});

it('more people than rows go on 別紙', () => {
  const members = Array.from({ length: 8 }, (_, i) => ({ name: `人${i}` }));
  const l = paperLayout({ members });
  expect([...l.members, ...(l.attachments[0]?.members ?? [])]).toEqual(members);
});

it('a line holds its width; marks that may not open a line hang over its end', () => {
  expect(wrap('あいうえお', 5)).toEqual(['あいうえお']);
  expect(wrap('あいうえお。', 5)).toEqual(['あいうえお。']);
  expect(wrap('あいうえおか', 5)).toEqual(['あいうえお', 'か']);
  expect(wrap('渡邉󠄀渡邉󠄀', 2)).toEqual(['渡邉󠄀', '渡邉󠄀']);
  expect(wrap(' \n ', 5)).toEqual([]);
});
