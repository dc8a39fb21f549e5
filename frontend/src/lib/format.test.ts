import { expect, it } from 'vitest';
import { dateOfInstant, formatInstant, formatNumber, relativeDue } from './format';

it('shows instants in the time of Japan', () => {
  expect(formatInstant('2026-11-22T15:30:00Z')).toBe('令和8年11月23日(月) 00:30');
  expect(formatInstant('2026-11-22T04:13:00Z', 'time')).toBe('13:13');
  expect(formatInstant('2026-11-22T04:13:00Z', 'short')).toBe('R8.11.22 13:13');
  expect(formatInstant('2026-11-22T04:13:00Z', 'date')).toBe('令和8年11月22日(日)');
  expect(formatInstant('nonsense')).toBe('');
  expect(dateOfInstant('2026-11-22T15:30:00Z')).toBe('2026-11-23');
  expect(formatNumber(12345)).toBe('12,345');
});

it.each([
  ['2026-11-22T07:59:00Z', { over: false, unit: 'hour', count: 3 }],
  ['2026-11-22T04:15:00Z', { over: false, unit: 'minute', count: 15 }],
  ['2026-11-24T05:00:00Z', { over: false, unit: 'day', count: 2 }],
  ['2026-11-21T03:59:00Z', { over: true, unit: 'day', count: 1 }],
  ['2026-11-22T03:59:30Z', { over: true, unit: 'minute', count: 0 }],
])('due %s', (due, expected) => {
  expect(relativeDue(due, new Date('2026-11-22T04:00:00Z'))).toEqual(expected);
});
