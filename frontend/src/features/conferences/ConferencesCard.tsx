import { useQuery } from '@tanstack/react-query';
import { CalendarPlus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type Case, listConferences } from '@/api/generated';
import { Card, LinkButton, ProblemPanel, Skeleton, TextLink } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { ConferenceStateChip } from './marks';
import { spanText } from './times';

/** The conferences of a case, newest first; from here a coordinator calls the next one. */
export function ConferencesCard({ case: c }: { case: Case }) {
  const t = useTranslations('conferences');
  const query = { caseId: c.id, when: 'all' as const, limit: 20 };
  const found = useQuery({
    queryKey: [{ _id: 'listConferences', tags: ['case', 'conference'], query }],
    queryFn: async ({ signal }) => (await listConferences({ query, signal, throwOnError: true })).data,
  });
  return (
    <Card
      title={t('card.title')}
      actions={
        c.access === 'coordinating' &&
        c.state !== 'closed' && (
          <LinkButton to="/conferences/new" search={{ caseId: c.id }} variant="outline" size="sm" icon={CalendarPlus}>
            {t('propose')}
          </LinkButton>
        )
      }
    >
      {found.isPending && <Skeleton lines={2} announce={false} />}
      {found.isError && <ProblemPanel error={found.error} level={3} onRetry={() => void found.refetch()} />}
      {found.data?.items.length === 0 && <p className="text-solid-gray-700">{t('card.none')}</p>}
      <ul className="flex flex-col gap-3">
        {found.data?.items.map((k) => (
          <li key={k.id}>
            <TextLink to="/conferences/$conferenceId" params={{ conferenceId: k.id }} className="font-bold">
              {t(`kinds.${k.kind}`)}　{k.number}
            </TextLink>
            <span className="mt-1 flex flex-wrap items-center gap-2 text-[0.9375rem]">
              <ConferenceStateChip state={k.state} />
              {k.startsAt && k.endsAt ? spanText(k.startsAt, k.endsAt) : t('from', { at: formatInstant(k.at) })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
