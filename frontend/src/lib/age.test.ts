import { describe, expect, it } from 'vitest';
import { ageOn, todayInJapan } from './age';

describe('ageOn', () => {
  it.each([
    ['1980-03-02', '2026-02-28', 45],
    ['1980-03-02', '2026-03-01', 46],
    ['1980-03-02', '2026-03-02', 46],
    ['2000-02-29', '2023-02-27', 22],
    ['2000-02-29', '2023-02-28', 23],
    ['2000-02-29', '2024-02-28', 24],
    ['2000-03-01', '2024-02-28', 23],
    ['2000-03-01', '2024-02-29', 24],
    ['2000-01-01', '2025-12-30', 25],
    ['2000-01-01', '2025-12-31', 26],
    ['2000-01-01', '2026-01-01', 26],
    ['2008-04-01', '2026-03-31', 18],
    ['2026-11-22', '2026-11-22', 0],
    ['2026-11-20', '2026-11-22', 0],
  ])('born %s, on %s: %i', (birth, day, age) => {
    expect(ageOn(birth, day)).toBe(age);
  });

  it('has no answer for a future birth or a day that does not exist', () => {
    expect(ageOn('2027-01-01', '2026-11-22')).toBeUndefined();
    expect(ageOn('1980-02-30', '2026-11-22')).toBeUndefined();
  });
});

it('takes today from Japan, not from the machine', () => {
  expect(todayInJapan(new Date('2026-11-22T14:59:59Z'))).toBe('2026-11-22');
  expect(todayInJapan(new Date('2026-11-22T15:00:00Z'))).toBe('2026-11-23');
});
