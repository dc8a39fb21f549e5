import { wholeNumber } from '@/lib/number';

/** The days somebody typed (「２１」, 「21日後」); undefined where it is no number of days. */
export function daysOf(text: string): number | undefined {
  return wholeNumber(text, /日後?/);
}

/** Days since the first consultation, as one tells a course: the unit grows with the distance. */
export function elapsed(days: number): { unit: 'first' | 'days' | 'weeks' | 'months'; n: number } {
  if (days === 0) return { unit: 'first', n: 0 };
  if (days < 7) return { unit: 'days', n: days };
  if (days < 90) return { unit: 'weeks', n: Math.round(days / 7) };
  return { unit: 'months', n: Math.round(days / 30.4) };
}
