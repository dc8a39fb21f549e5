import { dateOfInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';

const clock = new Intl.DateTimeFormat('ja-JP', {
  timeZone: 'Asia/Tokyo',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** R8.11.22 13:05:09: the second counts where actions are put in order. */
export function moment(instant: string): string {
  return `${formatWareki(dateOfInstant(instant), 'short')} ${clock.format(new Date(instant))}`;
}
