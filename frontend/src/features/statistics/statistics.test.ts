import { expect, test } from 'vitest';
import { barOption } from './panelOptions';
import { HIDDEN, largest, rowTotal, usedColumns } from './panels';
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

const panel = {
  panel: 'handoff_times' as const,
  columns: [{ key: 'in_time' }, { key: 'late' }, { key: 'waiting' }],
  rows: [
    { key: 'a', cells: [3, 0, 1] },
    { key: 'b', cells: [5, 0, HIDDEN] },
  ],
};

test('what is not published is neither added up nor drawn', () => {
  expect(panel.rows.map(rowTotal)).toEqual([4, 5]);
  expect(largest(panel, true)?.row.key).toBe('b');
  const option = barOption(panel, { row: (r) => r.key, column: (c) => c.key }, true);
  expect(JSON.stringify(option)).not.toContain('-1,');
});

test('a picture leaves out columns that hold nothing, and each part has a pattern beside its colour', () => {
  expect(usedColumns(panel)).toEqual([0, 2]);
  const { series } = barOption(panel, { row: (r) => r.key, column: (c) => c.key }, true) as {
    series: { itemStyle: { color: string; decal: object } }[];
  };
  expect(series).toHaveLength(2);
  expect(new Set(series.map((s) => s.itemStyle.color + JSON.stringify(s.itemStyle.decal))).size).toBe(2);
});
