import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { getPlanOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';
import { EmptyState, LinkButton, PageHeader, ProblemPanel, Skeleton } from '@/components/ui';
import { PlanEditor } from './PlanEditor';

/** The draft of a plan; what is agreed is shown on the page of its case. */
export function PlanPage({ planId }: { planId: string }) {
  const t = useTranslations('plans.editor');
  const navigate = useNavigate();
  // Read once: afterwards the page is newer than what the server would answer.
  const found = useQuery({
    ...getPlanOptions({ path: { planId } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const plan = found.data;
  if (plan?.actions.includes('edit')) {
    const toCase = () =>
      void navigate({ to: '/cases/$caseId', params: { caseId: plan.caseId }, search: { tab: 'plan' } });
    return <PlanEditor plan={plan} onAgreed={toCase} />;
  }
  if (found.isPending) {
    return (
      <>
        <PageHeader title={t('loading')} documentTitle={t('loading')} />
        <Skeleton lines={8} className="max-w-3xl" />
      </>
    );
  }
  if (plan) {
    return (
      <EmptyState
        title={t('notDraft')}
        action={
          <LinkButton to="/cases/$caseId" params={{ caseId: plan.caseId }} search={{ tab: 'plan' }}>
            {t('toCase')}
          </LinkButton>
        }
      >
        {t('notDraftWhy')}
      </EmptyState>
    );
  }
  if (found.error instanceof ApiProblem && found.error.status === 404) {
    return <EmptyState title={t('notFound')} action={<LinkButton to="/cases">{t('toCases')}</LinkButton>} />;
  }
  return <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />;
}
