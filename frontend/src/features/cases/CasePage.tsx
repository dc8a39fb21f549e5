import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { Case } from '@/api/generated';
import { getCaseOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';
import { BackLink, EmptyState, LinkButton, PageHeader, ProblemPanel, Skeleton, Tabs } from '@/components/ui';
import { AssignmentsPanel } from '../assignments';
import { SharingPanel } from '../disclosures';
import { FilesPanel } from '../files';
import { HandoffsPanel } from '../handoffs/HandoffsPanel';
import { isOpen } from '../handoffs/marks';
import { PlanPanel } from '../plans';
import { ProtectedMark } from '../protections';
import { TimelinePanel } from '../timeline/TimelinePanel';
import { CaseActions } from './CaseActions';
import { CaseFacts } from './CaseFacts';
import { CaseNotices } from './CaseNotices';
import { CustodyPanel } from './CustodyPanel';
import { CaseStateBadge, DangerMark, OutcomeMark, PingPongMark } from './marks';
import { OverviewPanel } from './OverviewPanel';
import { CASE_TABS, type CaseTab, type CaseView } from './tabs';

export interface CasePageProps {
  caseId: string;
  view: CaseView;
  onView: (view: CaseView) => void;
}

/** One household's course of support. */
export function CasePage({ caseId, view, onView }: CasePageProps) {
  const t = useTranslations('cases.page');
  const found = useQuery(getCaseOptions({ path: { caseId } }));
  if (found.data) return <Loaded case={found.data} view={view} onView={onView} />;
  if (found.isPending) {
    return (
      <>
        <PageHeader title={t('loading')} documentTitle={t('loading')} />
        <Skeleton lines={8} className="max-w-3xl" />
      </>
    );
  }
  if (found.error instanceof ApiProblem && found.error.status === 404) {
    return (
      <>
        <PageHeader title={t('notFound')} documentTitle={t('notFound')} />
        <EmptyState title={t('notFoundTitle')} action={<LinkButton to="/cases">{t('toList')}</LinkButton>}>
          {t('notFoundWhy')}
        </EmptyState>
      </>
    );
  }
  return <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />;
}

function Loaded({ case: c, view, onView }: { case: Case } & Pick<CasePageProps, 'view' | 'onView'>) {
  const t = useTranslations('cases.page');
  const outcome = c.access === 'outcome';
  const { open: _open, ...rest } = view;
  const opened = () => onView(rest);
  return (
    <>
      <PageHeader
        documentTitle={t('documentTitle', { number: c.number })}
        eyebrow={<BackLink to="/cases">{t('toList')}</BackLink>}
        title={
          <>
            {outcome ? t('outcomeTitle') : (c.subjectName ?? t('noName'))}
            {c.subjectKana && <span className="ml-3 text-[1rem] font-normal text-solid-gray-700">{c.subjectKana}</span>}
          </>
        }
        meta={
          <>
            <span className="mr-1 font-bold tabular-nums">{c.number}</span>
            <CaseStateBadge state={c.state} />
            {c.protected && <ProtectedMark />}
            {c.danger && <DangerMark />}
            {c.pingPong && <PingPongMark />}
            {outcome && <OutcomeMark />}
          </>
        }
        actions={<CaseActions case={c} asked={view.open} onOpened={opened} />}
      />
      <CaseFacts case={c} />
      <CaseNotices case={c} onView={onView} view={view} />
      {outcome ? <HandoffsPanel case={c} focused={view.handoff} /> : <CaseTabs case={c} view={view} onView={onView} />}
    </>
  );
}

function CaseTabs({ case: c, view, onView }: { case: Case } & Pick<CasePageProps, 'view' | 'onView'>) {
  const t = useTranslations('cases.page');
  const panels: Record<CaseTab, React.ReactNode> = {
    overview: <OverviewPanel case={c} />,
    handoffs: <HandoffsPanel case={c} focused={view.handoff} />,
    plan: (
      <div className="flex flex-col gap-5">
        <AssignmentsPanel case={c} />
        <PlanPanel case={c} />
      </div>
    ),
    timeline: <TimelinePanel case={c} group={view.events} onGroup={(events) => onView({ tab: 'timeline', events })} />,
    files: <FilesPanel caseId={c.id} guarded={(c.protected ?? []).length > 0} />,
    sharing: <SharingPanel case={c} kind={view.given} onKind={(given) => onView({ tab: 'sharing', given })} />,
    custody: <CustodyPanel case={c} />,
  };
  const open = c.handoffs.filter((h) => isOpen(h.state)).length;
  return (
    <Tabs
      label={t('tabsLabel')}
      selected={view.tab ?? 'overview'}
      onSelect={(id) => onView({ tab: CASE_TABS.find((x) => x === id) })}
      tabs={CASE_TABS.filter((id) => c.access !== 'package' || id === 'overview' || id === 'timeline').map((id) => ({
        id,
        label: t(`tabs.${id}`),
        panel: panels[id],
        count: id === 'handoffs' ? open : undefined,
      }))}
    />
  );
}
