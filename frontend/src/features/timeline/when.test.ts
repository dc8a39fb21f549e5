import { expect, it } from 'vitest';
import { instantOf, nowInJapan, parseTime } from './when';

it.each([
  ['13:05', '13:05'],
  ['１３：０５', '13:05'],
  ['13時5分', '13:05'],
  ['9時', '09:00'],
  ['1305', '13:05'],
  ['905', '09:05'],
  ['0:00', '00:00'],
  ['24:00', undefined],
  ['13:60', undefined],
  ['昼ごろ', undefined],
  ['', undefined],
])('reads %s as %s', (text, time) => {
  expect(parseTime(text)).toBe(time);
});

it('a moment is one of Japan, wherever the machine stands', () => {
  expect(new Date(instantOf('2026-11-22', '13:05')).toISOString()).toBe('2026-11-22T04:05:00.000Z');
  expect(nowInJapan(new Date('2026-11-21T15:30:00Z'))).toEqual({ date: '2026-11-22', time: '00:30' });
});
