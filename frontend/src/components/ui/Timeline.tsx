import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';
import { formatInstant } from '@/lib/format';
import type { ChipTone } from './Chip';

export interface TimelineEntry {
  readonly id: string;
  /** RFC 3339 instant. */
  readonly at: string;
  readonly title: ReactNode;
  /** Who, of which agency. */
  readonly by?: ReactNode;
  readonly body?: ReactNode;
  readonly icon?: LucideIcon;
  readonly tone?: ChipTone;
}

const dots: Record<ChipTone, string> = {
  neutral: 'bg-solid-gray-50 text-solid-gray-700 border-solid-gray-420',
  blue: 'bg-blue-50 text-blue-1000 border-blue-900',
  green: 'bg-green-50 text-green-1000 border-green-900',
  yellow: 'bg-yellow-50 text-yellow-1200 border-yellow-900',
  orange: 'bg-orange-50 text-orange-1100 border-orange-900',
  red: 'bg-red-50 text-red-1100 border-red-900',
  purple: 'bg-purple-50 text-purple-1000 border-purple-900',
};

/** What happened, newest first or oldest first as given. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {entries.map(({ id, at, title, by, body, icon: Icon, tone = 'neutral' }, i) => (
        <li key={id} className="relative flex gap-4 pb-6">
          {i < entries.length - 1 && (
            <span aria-hidden className="absolute top-9 bottom-0 left-4.25 w-0.5 bg-solid-gray-200" />
          )}
          <span
            aria-hidden
            className={cx('flex size-9 shrink-0 items-center justify-center rounded-full border', dots[tone])}
          >
            {Icon && <Icon size="1.125rem" />}
          </span>
          <div className="min-w-0 grow pt-1">
            <div className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-bold">{title}</span>
              <time dateTime={at} className="text-[0.875rem] text-solid-gray-700">
                {formatInstant(at)}
              </time>
            </div>
            {by && <p className="text-[0.9375rem] text-solid-gray-700">{by}</p>}
            {body && <div className="mt-1 whitespace-pre-wrap">{body}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
