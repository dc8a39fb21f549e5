import { useQuery } from '@tanstack/react-query';
import { GraduationCap } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Case, type DispatchPage, listDispatches } from '@/api/generated';
import { Button, Card, ProblemPanel, Skeleton, TextLink } from '@/components/ui';
import { shortDay } from '../cases/dates';
import { DispatchStateBadge } from './marks';
import { RequestDialog } from './RequestDialog';

/** Advisors on the page of a case: who was asked what, and asking. Nothing for whoever does not work on the case. */
export function DispatchSection({ case: c }: { case: Case }) {
  const t = useTranslations('advisors.section');
  const modes = useTranslations('advisors.mode');
  const [asking, setAsking] = useState(false);
  const works = c.access === 'lead' || c.access === 'supporting' || c.access === 'coordinating';
  const found = useQuery({
    queryKey: [{ _id: 'listDispatches', tags: ['case'], query: { caseId: c.id } }],
    queryFn: async ({ signal }): Promise<DispatchPage> =>
      (await listDispatches({ query: { caseId: c.id, limit: 20 }, signal, throwOnError: true })).data,
    enabled: works,
  });
  if (!works || (found.data && found.data.items.length === 0 && !found.data.mayRequest)) return null;
  return (
    <Card title={t('title')} id="dispatches">
      {found.isPending && <Skeleton lines={2} />}
      {found.isError && <ProblemPanel error={found.error} onRetry={() => void found.refetch()} level={3} />}
      {found.data && found.data.items.length === 0 && <p className="text-solid-gray-700">{t('none')}</p>}
      {found.data && found.data.items.length > 0 && (
        <ul className="flex flex-col gap-3">
          {found.data.items.map((d) => (
            <li key={d.id} className="border-t border-solid-gray-200 pt-3 first:border-t-0 first:pt-0">
              <p className="flex flex-wrap items-center gap-2">
                <DispatchStateBadge state={d.state} />
                <span>{modes(d.mode)}</span>
                <span className="text-[0.9375rem] text-solid-gray-700">
                  {shortDay(d.requestedAt)}　{d.advisorName}
                </span>
              </p>
              <TextLink to="/dispatches/$dispatchId" params={{ dispatchId: d.id }} className="line-clamp-2">
                {d.question}
              </TextLink>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-4" data-no-print>
        {found.data?.mayRequest && (
          <Button size="sm" variant="outline" icon={GraduationCap} onClick={() => setAsking(true)}>
            {t('request')}
          </Button>
        )}
        <TextLink to="/advice">{t('library')}</TextLink>
      </div>
      {asking && <RequestDialog case={c} onClose={() => setAsking(false)} />}
    </Card>
  );
}
