import { formatWareki } from './wareki';

/** Instants are RFC 3339 texts, shown in Japan's time whatever the machine is set to. */
const ZONE = 'Asia/Tokyo';

const weekday = new Intl.DateTimeFormat('ja-JP', { timeZone: ZONE, weekday: 'short' });
const clock = new Intl.DateTimeFormat('ja-JP', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });

export type InstantStyle = 'date' | 'dateTime' | 'short' | 'time';

/** `date` 令和8年11月22日(日) · `dateTime` with 13:13 · `short` R8.11.22 13:13 · `time` 13:13. */
export function formatInstant(instant: string | Date, style: InstantStyle = 'dateTime'): string {
  const d = new Date(instant);
  if (Number.isNaN(d.getTime())) return '';
  const time = clock.format(d);
  if (style === 'time') return time;
  if (style === 'short') return `${formatWareki(dateOfInstant(d), 'short')} ${time}`;
  const day = `${formatWareki(dateOfInstant(d))}(${weekday.format(d)})`;
  return style === 'date' ? day : `${day} ${time}`;
}

/** The calendar date in Japan of an instant, as YYYY-MM-DD. */
export function dateOfInstant(instant: string | Date): string {
  return new Date(new Date(instant).getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
}

/** How far a due time is away: whole units, rounded so that nobody is promised more time than there is. */
export interface RelativeDue {
  readonly over: boolean;
  readonly unit: 'minute' | 'hour' | 'day';
  readonly count: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function relativeDue(due: string | Date, now: Date): RelativeDue {
  const left = new Date(due).getTime() - now.getTime();
  const over = left < 0;
  const away = Math.abs(left);
  if (away < HOUR) return { over, unit: 'minute', count: Math.floor(away / MINUTE) };
  if (away < DAY) return { over, unit: 'hour', count: Math.floor(away / HOUR) };
  return { over, unit: 'day', count: Math.floor(away / DAY) };
}

export function formatNumber(n: number): string {
  return new Intl.NumberFormat('ja-JP').format(n);
}
