import { expect, test } from 'vitest';
import { annualSearch, calendarMonth, quarters } from './search';

test('a fiscal year begins in April', () => {
  expect([1, 2, 9, 10, 12].map(calendarMonth)).toEqual([4, 5, 12, 1, 3]);
});

test('quarters add up to the year', () => {
  expect(quarters([1, 2, 3, 0, 0, 4, 5, 0, 0, 0, 0, 6])).toEqual([6, 4, 5, 6]);
});

test('an address somebody spoiled shows the page all the same', () => {
  expect(annualSearch.parse({ year: 'x', measure: 'nothing', month: 13 })).toEqual({});
});
