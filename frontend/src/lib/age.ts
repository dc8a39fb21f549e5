import { dateParts } from './wareki';

/**
 * Full years of age on a day (both YYYY-MM-DD), or undefined when either is no date or the birth lies after the day.
 * 年齢計算ニ関スル法律 with 民法143条: a year of age is completed at the end of the day before the birthday, so the new age
 * holds from that day on; who is born on 29 February completes it on 28 February every year.
 */
export function ageOn(birth: string, day: string): number | undefined {
  const b = dateParts(birth);
  const d = dateParts(day);
  if (!b || !d || birth > day) return undefined;
  // The day before the birthday, in the year of `day`. For 1 January it lies in the year before.
  const eve = new Date(Date.UTC(d.year, b.month - 1, b.day - 1));
  if (b.month === 1 && b.day === 1) {
    const completed = d.month === 12 && d.day === 31 ? d.year + 1 : d.year;
    return completed - b.year;
  }
  const reached = d.month * 100 + d.day >= (eve.getUTCMonth() + 1) * 100 + eve.getUTCDate();
  return Math.max(0, d.year - b.year - (reached ? 0 : 1));
}

/** Today in Japan as YYYY-MM-DD. */
export function todayInJapan(now: Date): string {
  return new Date(now.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
}
