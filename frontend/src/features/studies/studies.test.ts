import { expect, test } from 'vitest';
import { daysOf, elapsed } from './elapsed';
import { studySearch } from './filters';

test.each([
  [0, 'first', 0],
  [1, 'days', 1],
  [6, 'days', 6],
  [7, 'weeks', 1],
  [89, 'weeks', 13],
  [90, 'months', 3],
  [365, 'months', 12],
] as const)('%i days after the first consultation are %s %i', (days, unit, n) => {
  expect(elapsed(days)).toEqual({ unit, n });
});

test.each([
  ['21', 21],
  ['０', 0],
  [' ２１日後', 21],
  ['21日', 21],
  ['', undefined],
  ['三週間', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
] as const)('%j is %s days', (typed, days) => {
  expect(daysOf(typed)).toBe(days);
});

test('an address that is not understood opens the library', () => {
  expect(studySearch.parse({ shelf: 'theirs', issues: 'money', features: 8 })).toEqual({});
  const asked = { shelf: 'mine', issues: ['debt'], features: ['alone'] };
  expect(studySearch.parse(asked)).toEqual(asked);
});
