import { dateOfInstant, formatInstant } from '@/lib/format';

/** 令和8年11月26日(木) 10:00–11:30, in Japan. */
export function spanText(startsAt: string, endsAt: string): string {
  const end = formatInstant(endsAt, 'time');
  const sameDay = dateOfInstant(startsAt) === dateOfInstant(endsAt);
  return `${formatInstant(startsAt)}–${sameDay ? end : formatInstant(endsAt)}`;
}

const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'];

/** The head of a column of candidates: 11/26(木) and 10:00–11:30. */
export function columnText(startsAt: string, endsAt: string): { day: string; time: string } {
  const date = dateOfInstant(startsAt);
  const [year, month, day] = date.split('-').map(Number);
  const weekday = WEEKDAYS[new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1)).getUTCDay()];
  return {
    day: `${month}/${day}(${weekday})`,
    time: `${formatInstant(startsAt, 'time')}–${formatInstant(endsAt, 'time')}`,
  };
}

/** The day after, leaving out Saturday and Sunday: what a new candidate begins with. */
export function nextWeekday(date: string): string {
  const d = new Date(`${date}T00:00:00Z`);
  do d.setUTCDate(d.getUTCDate() + 1);
  while (d.getUTCDay() === 0 || d.getUTCDay() === 6);
  return d.toISOString().slice(0, 10);
}
