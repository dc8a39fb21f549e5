import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { Me } from '@/api/generated';
import { listCasesOptions, listDispatchesOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Card, PageHeader, ProblemPanel, Skeleton, TextLink } from '@/components/ui';
import { CaseStateBadge } from '../cases/marks';
import { DispatchTable } from './DispatchesPage';

/** The home of an advisor: what waits, and the cases that may be read now. */
export function AdvisorHome({ me }: { me: Me }) {
  const t = useTranslations('advisors.home');
  const dispatches = useQuery(
    listDispatchesOptions({ query: { mine: true, state: ['assigned', 'confirmed', 'advised'], limit: 20 } }),
  );
  const cases = useQuery(listCasesOptions({ query: { access: 'package', limit: 20 } }));
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t('lead', { name: me.name })}
      </PageHeader>
      <div className="flex flex-col gap-5">
        <Card title={t('waiting')} actions={<TextLink to="/dispatches">{t('all')}</TextLink>}>
          {dispatches.isPending && <Skeleton lines={3} />}
          {dispatches.isError && (
            <ProblemPanel error={dispatches.error} onRetry={() => void dispatches.refetch()} level={3} />
          )}
          {dispatches.data?.items.length === 0 && <p className="text-solid-gray-700">{t('waitingNone')}</p>}
          {dispatches.data && dispatches.data.items.length > 0 && <DispatchTable rows={dispatches.data.items} />}
        </Card>
        <Card title={t('cases')} actions={<TextLink to="/advice">{t('library')}</TextLink>}>
          {cases.isPending && <Skeleton lines={3} />}
          {cases.isError && <ProblemPanel error={cases.error} onRetry={() => void cases.refetch()} level={3} />}
          {cases.data?.items.length === 0 && <p className="text-solid-gray-700">{t('casesNone')}</p>}
          <ul className="flex flex-col gap-3">
            {cases.data?.items.map((c) => (
              <li key={c.id} className="flex flex-wrap items-center gap-3">
                <TextLink to="/cases/$caseId" params={{ caseId: c.id }}>
                  {[c.number, c.subjectName].filter(Boolean).join('　')}
                </TextLink>
                <CaseStateBadge state={c.state} />
                <span className="text-[0.9375rem] text-solid-gray-700">{c.lead.name}</span>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}
