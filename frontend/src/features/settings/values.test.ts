import { describe, expect, it } from 'vitest';
import { clockText, groupOf, readField } from './values';

const days = { unit: 'business_days', minimum: 1, maximum: 30 } as const;
const clock = { unit: 'minutes_of_day', minimum: 0, maximum: 1439 } as const;

describe('settings as they are typed', () => {
  it('reads numbers, full width too', () => {
    expect(readField('2', days)).toBe(2);
    expect(readField('１０ ', days)).toBe(10);
  });
  it('refuses what is no number or out of bounds', () => {
    for (const text of ['', '0', '31', '2.5', '二', '-1', '1e3']) expect(readField(text, days)).toBeUndefined();
  });
  it('reads times of the day', () => {
    expect(readField('8:30', clock)).toBe(510);
    expect(readField('１７：１５', clock)).toBe(1035);
    for (const text of ['24:00', '8', '8:60', '25:10']) expect(readField(text, clock)).toBeUndefined();
  });
  it('shows minutes as a clock', () => {
    expect(clockText(510)).toBe('8:30');
    expect(clockText(1025)).toBe('17:05');
  });
  it('keeps a setting it does not know', () => {
    expect(groupOf('something_new')).toBe('follow');
  });
});
