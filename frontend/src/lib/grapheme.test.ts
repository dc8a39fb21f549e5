import { expect, it } from 'vitest';
import { graphemeLength } from './grapheme';

it.each([
  ['', 0],
  ['山田', 2],
  ['𠮷野', 2],
  ['葛\u{E0100}', 1],
  ['か\u3099', 1],
  ['👨‍👩‍👧', 1],
])('%s counts %i', (text, n) => {
  expect(graphemeLength(text)).toBe(n);
});
