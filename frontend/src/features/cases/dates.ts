import { dateOfInstant, formatInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';

const weekday = new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', weekday: 'short' });

/** 令和8年11月22日(日) 13:05 */
export function longMoment(instant: string): string {
  return `${longDay(instant)} ${formatInstant(instant, 'time')}`;
}

/** 令和8年11月22日(日) */
export function longDay(instant: string): string {
  return `${formatWareki(dateOfInstant(instant))}(${weekday.format(new Date(instant))})`;
}

/** R8.11.22, for tables. */
export function shortDay(instant: string): string {
  return formatWareki(dateOfInstant(instant), 'short');
}

/** R8.11.22 13:05 */
export function shortMoment(instant: string): string {
  return `${shortDay(instant)} ${formatInstant(instant, 'time')}`;
}
