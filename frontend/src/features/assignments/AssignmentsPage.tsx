import { useQuery } from '@tanstack/react-query';
import { ListChecks, SearchX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type AgencyKept, type Assignment, type AssignmentPage, listAssignments } from '@/api/generated';
import { getKeptOnTimeOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useKeyset } from '@/api/keyset';
import {
  Card,
  type Column,
  EmptyState,
  FilterBar,
  PageHeader,
  Pager,
  ProblemPanel,
  Select,
  Skeleton,
  Table,
} from '@/components/ui';
import { AssignmentStateBadge, DueDay } from './marks';

export interface AssignmentFilters {
  box?: 'all';
  show?: 'overdue' | 'every';
  agency?: string;
}

export interface AssignmentsPageProps {
  filters: AssignmentFilters;
  onFilters: (filters: AssignmentFilters) => void;
  coordinator: boolean;
}

/** 役割分担 over all cases: mine, or — for coordinators — everybody's, with what was kept. */
export function AssignmentsPage({ filters, onFilters, coordinator }: AssignmentsPageProps) {
  const t = useTranslations('assignments.list');
  const box = coordinator ? ('all' as const) : ('mine' as const);
  const query = {
    box,
    open: filters.show === 'every' ? undefined : true,
    overdue: filters.show === 'overdue' ? true : undefined,
    agencyId: filters.agency,
  };
  const list = useKeyset<Assignment, AssignmentPage>('listAssignments', 'case', query, async (page, signal) => {
    const { data } = await listAssignments({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t(coordinator ? 'leadAll' : 'leadMine')}
      </PageHeader>
      <div className="flex flex-col gap-5">
        <FilterBar>
          <Select
            key={`show ${filters.show}`}
            label={t('show')}
            defaultValue={filters.show ?? ''}
            options={[
              { value: '', label: t('open') },
              { value: 'overdue', label: t('overdue') },
              { value: 'every', label: t('every') },
            ]}
            onChange={(e) => {
              const value = e.currentTarget.value;
              onFilters({ ...filters, show: value === 'overdue' || value === 'every' ? value : undefined });
            }}
            className="w-60"
          />
        </FilterBar>
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState icon={filters.show ? SearchX : ListChecks} title={t('none')}>
            {t('noneWhy')}
          </EmptyState>
        )}
        {list.rows.length > 0 && (
          <div>
            <AssignmentTable rows={list.rows} />
            <Pager
              shown={list.rows.length}
              total={list.total}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </div>
        )}
        <Kept />
      </div>
    </>
  );
}

function AssignmentTable({ rows }: { rows: readonly Assignment[] }) {
  const t = useTranslations('assignments.list');
  const words = useTranslations('assignments');
  const columns: Column<Assignment>[] = [
    {
      id: 'case',
      header: t('case'),
      main: true,
      nowrap: true,
      cell: (a) => (
        <>
          <span className="block text-[0.875rem] font-normal">{a.caseNumber}</span>
          {a.subjectName ?? <span className="font-normal">{words('noName')}</span>}
        </>
      ),
    },
    { id: 'task', header: t('task'), cell: (a) => <span className="line-clamp-3">{a.task}</span> },
    { id: 'agency', header: t('agency'), cell: (a) => a.agency.name },
    { id: 'state', header: t('state'), nowrap: true, cell: (a) => <AssignmentStateBadge state={a.state} /> },
    { id: 'due', header: words('due'), cell: (a) => <DueDay assignment={a} /> },
  ];
  return (
    <Table
      caption={t('title')}
      columns={columns}
      rows={rows}
      rowKey={(a) => a.id}
      rowLink={(a) => ({ to: '/cases/$caseId', params: { caseId: a.caseId }, search: { tab: 'plan' } })}
      rowTone={(a) => (a.overdue ? 'urgent' : undefined)}
    />
  );
}

/** How many roles due this fiscal year each agency has kept. */
function Kept() {
  const t = useTranslations('assignments.kept');
  const found = useQuery(getKeptOnTimeOptions());
  if (!found.data || found.data.items.length === 0) return null;
  const columns: Column<AgencyKept>[] = [
    { id: 'agency', header: t('agency'), main: true, cell: (k) => k.agency.name },
    { id: 'due', header: t('due'), align: 'end', nowrap: true, cell: (k) => k.due },
    {
      id: 'kept',
      header: t('kept'),
      align: 'end',
      nowrap: true,
      cell: (k) => t('share', { count: k.kept, percent: Math.round((k.kept / Math.max(k.due, 1)) * 100) }),
    },
    { id: 'late', header: t('late'), align: 'end', nowrap: true, cell: (k) => k.late },
    { id: 'open', header: t('open'), align: 'end', nowrap: true, cell: (k) => k.open },
    { id: 'retimed', header: t('retimed'), align: 'end', nowrap: true, wideOnly: true, cell: (k) => k.retimed },
  ];
  return (
    <Card title={t('title', { year: found.data.fiscalYear - 2018 })}>
      <p className="mb-3 text-solid-gray-700">{t('lead')}</p>
      <Table
        caption={t('caption')}
        columns={columns}
        rows={found.data.items}
        rowKey={(k) => k.agency.id}
        density="compact"
      />
    </Card>
  );
}
