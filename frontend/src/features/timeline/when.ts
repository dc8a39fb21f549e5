import { todayInJapan } from '@/lib/age';
import { formatInstant } from '@/lib/format';

/** Reads 13:05, 13時5分, 1305, 9時, also in full width; answers HH:MM or undefined. */
export function parseTime(text: string): string | undefined {
  const t = text.normalize('NFKC').replace(/\s+/g, '');
  const m = /^(\d{1,2})[:：時](?:(\d{1,2})分?)?$/.exec(t) ?? /^(\d{1,2})(\d{2})$/.exec(t) ?? /^(\d{1,2})$/.exec(t);
  if (!m) return undefined;
  const [hour, minute] = [Number(m[1]), Number(m[2] ?? 0)];
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** The instant of a Japanese date (YYYY-MM-DD) and time (HH:MM). */
export function instantOf(date: string, time: string): string {
  return `${date}T${time}:00+09:00`;
}

/** Date and time of now in Japan, as the fields begin with. */
export function nowInJapan(now = new Date()): { date: string; time: string } {
  return { date: todayInJapan(now), time: formatInstant(now, 'time') };
}
