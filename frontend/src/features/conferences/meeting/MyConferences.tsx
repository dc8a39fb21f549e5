import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarClock, ChevronRight, ShieldAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ConferenceSummary } from '@/api/generated';
import { listConferencesOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Card, Chip, EmptyState, ProblemPanel, Skeleton } from '@/components/ui';
import { useMeeting } from './useMeeting';
import { useWhen } from './when';

/** The conferences somebody comes to, on the home page: when, where, and what waits for an answer or a pledge. */
export function MyConferences({ all }: { all: boolean }) {
  const t = useTranslations('meetings.mine');
  const found = useQuery(listConferencesOptions({ query: { mine: !all, when: 'upcoming', limit: 10 } }));
  return (
    <Card title={all ? t('titleAll') : t('title')} id="conferences">
      {found.data ? (
        found.data.items.length === 0 ? (
          <EmptyState title={t('none')}>{t('noneWhy')}</EmptyState>
        ) : (
          <ul className="flex flex-col gap-3">
            {found.data.items.map((c) => (
              <Row key={c.id} conference={c} />
            ))}
          </ul>
        )
      ) : found.error ? (
        <ProblemPanel error={found.error} level={3} onRetry={() => void found.refetch()} />
      ) : (
        <Skeleton lines={4} />
      )}
    </Card>
  );
}

function Row({ conference: c }: { conference: ConferenceSummary }) {
  const t = useTranslations('meetings.mine');
  const states = useTranslations('meetings.state');
  const when = useWhen();
  const meeting = useMeeting(c.id);
  const place = [c.roomName, c.place].filter(Boolean).join('、');
  return (
    <li>
      <Link
        to="/conferences/$conferenceId/meeting"
        params={{ conferenceId: c.id }}
        className="flex min-h-16 items-center gap-4 rounded-12 border border-solid-gray-420 px-4 py-3 hover:border-key-900 hover:bg-key-50"
      >
        <span className="min-w-0 grow">
          <span className="block font-bold">{c.startsAt ? when(c.startsAt, c.endsAt) : t('open')}</span>
          <span className="block">
            {c.title}
            {place && <span className="ml-2 text-solid-gray-700">{place}</span>}
          </span>
          <span className="block text-[0.9375rem] text-solid-gray-700">{c.purpose}</span>
          <span className="mt-1 flex flex-wrap gap-1.5">
            <Chip tone="blue" icon={CalendarClock}>
              {states(c.state)}
            </Chip>
            {c.toAnswer && <Chip tone="orange">{t('toAnswer')}</Chip>}
            {meeting.data?.pledge.needed && (
              <Chip tone="yellow" icon={ShieldAlert}>
                {t('toPledge')}
              </Chip>
            )}
          </span>
        </span>
        <ChevronRight aria-hidden size="1.25rem" className="shrink-0 text-solid-gray-600" />
      </Link>
    </li>
  );
}
