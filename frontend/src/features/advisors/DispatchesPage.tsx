import { GraduationCap } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type DispatchPage, type DispatchState, type DispatchSummary, listDispatches } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { hasRole, useMe } from '@/app/session';
import {
  Chip,
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
import { shortDay } from '../cases/dates';
import type { DispatchFilters } from './filters';
import { AdvisorLinks, DispatchStateBadge } from './marks';

const OPEN: DispatchState[] = ['requested', 'assigned', 'confirmed', 'advised'];

interface DispatchesPageProps {
  filters: DispatchFilters;
  onFilters: (filters: DispatchFilters) => void;
}

/** Dispatches: of the cases one works on, or those one is asked for. */
export function DispatchesPage({ filters, onFilters }: DispatchesPageProps) {
  const t = useTranslations('advisors.list');
  const registry = hasRole(useMe(), 'worker', 'agency_manager', 'coordinator', 'city_office');
  const query = { state: filters.all ? undefined : OPEN, limit: 30 };
  const list = useKeyset<DispatchSummary, DispatchPage>('listDispatches', 'case', query, async (page, signal) => {
    const { data } = await listDispatches({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t(registry ? 'lead' : 'leadMine')}
      </PageHeader>
      <AdvisorLinks at="dispatches" registry={registry} />
      <div className="flex flex-col gap-5">
        <FilterBar>
          <Select
            key={`${filters.all}`}
            label={t('showing')}
            defaultValue={filters.all ? 'all' : ''}
            options={[
              { value: '', label: t('open') },
              { value: 'all', label: t('all') },
            ]}
            onChange={(e) => onFilters({ all: e.currentTarget.value === 'all' || undefined })}
            className="w-52"
          />
        </FilterBar>
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState icon={GraduationCap} title={t('none')}>
            {t(registry ? 'noneWhy' : 'noneMineWhy')}
          </EmptyState>
        )}
        {list.rows.length > 0 && (
          <div>
            <DispatchTable rows={list.rows} />
            <Pager
              shown={list.rows.length}
              total={list.total}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </div>
        )}
      </div>
    </>
  );
}

/** Rows of dispatches; each leads to its page. */
export function DispatchTable({ rows }: { rows: readonly DispatchSummary[] }) {
  const t = useTranslations('advisors.list');
  const modes = useTranslations('advisors.mode');
  const columns: Column<DispatchSummary>[] = [
    {
      id: 'question',
      header: t('question'),
      main: true,
      cell: (d) => (
        <>
          {d.caseNumber && <span className="block text-[0.875rem] font-normal tabular-nums">{d.caseNumber}</span>}
          <span className="line-clamp-2">{d.question}</span>
        </>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      cell: (d) => (
        <span className="flex flex-col items-start gap-1">
          <DispatchStateBadge state={d.state} />
          {d.overdue && <Chip tone="orange">{t('overdue')}</Chip>}
        </span>
      ),
    },
    { id: 'mode', header: t('mode'), nowrap: true, cell: (d) => modes(d.mode) },
    { id: 'advisor', header: t('advisor'), cell: (d) => d.advisorName ?? t('notYet') },
    { id: 'agency', header: t('agency'), wideOnly: true, cell: (d) => d.agency.name },
    { id: 'requested', header: t('requested'), nowrap: true, wideOnly: true, cell: (d) => shortDay(d.requestedAt) },
  ];
  return (
    <Table
      caption={t('caption')}
      columns={columns}
      rows={rows}
      rowKey={(d) => d.id}
      rowTone={(d) => (d.overdue || (d.mine && d.state === 'assigned') ? 'urgent' : undefined)}
      rowLink={(d) => ({ to: '/dispatches/$dispatchId', params: { dispatchId: d.id } })}
    />
  );
}
