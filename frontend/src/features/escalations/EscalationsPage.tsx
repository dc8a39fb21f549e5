import { MessagesSquare, SearchX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type Escalation, type EscalationPage, listEscalations } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import {
  Button,
  Chip,
  type Column,
  EmptyState,
  FilterBar,
  PageHeader,
  Pager,
  ProblemPanel,
  SearchField,
  Select,
  Skeleton,
  Table,
} from '@/components/ui';
import { shortMoment } from '../cases/dates';
import { DueMark } from '../cases/marks';
import { ESCALATION_REASONS, ESCALATION_STATES, type EscalationFilters, escalationQuery } from './filters';

export interface EscalationsPageProps {
  filters: EscalationFilters;
  onFilters: (filters: EscalationFilters) => void;
}

/** What the coordinators were asked, by due time. */
export function EscalationsPage({ filters, onFilters }: EscalationsPageProps) {
  const t = useTranslations('cases.escalations');
  const query = escalationQuery(filters);
  const list = useKeyset<Escalation, EscalationPage>('listEscalations', 'escalation', query, async (page, signal) => {
    const { data } = await listEscalations({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  const narrowed = Boolean(filters.q || filters.reason || filters.state);
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t('lead')}
      </PageHeader>
      <div className="flex flex-col gap-5">
        <Filters filters={filters} onFilters={onFilters} />
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState
            icon={narrowed ? SearchX : MessagesSquare}
            title={t(narrowed ? 'noneFound' : 'none')}
            action={
              narrowed && (
                <Button variant="outline" onClick={() => onFilters({})}>
                  {t('clear')}
                </Button>
              )
            }
          >
            {t(narrowed ? 'noneFoundWhy' : 'noneWhy')}
          </EmptyState>
        )}
        {list.rows.length > 0 && (
          <div>
            <EscalationTable rows={list.rows} />
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

function Filters({ filters, onFilters }: EscalationsPageProps) {
  const t = useTranslations('cases.escalations');
  const states = useTranslations('codes.escalationState');
  const reasons = useTranslations('codes.escalationReason');
  return (
    <FilterBar>
      <SearchField
        label={t('search')}
        hint={t('searchHint')}
        defaultValue={filters.q}
        onSearch={(q) => onFilters({ ...filters, q })}
        slashKey
        className="min-w-64 grow basis-72"
      />
      <Select
        key={`state ${filters.state}`}
        label={t('state')}
        empty={t('openOnly')}
        defaultValue={filters.state ?? ''}
        options={[
          ...ESCALATION_STATES.map((value) => ({ value: value as string, label: states(value) })),
          { value: 'all', label: t('all') },
        ]}
        onChange={(e) => {
          const value = e.currentTarget.value;
          onFilters({ ...filters, state: value === 'all' ? 'all' : ESCALATION_STATES.find((s) => s === value) });
        }}
        className="w-52"
      />
      <Select
        key={`reason ${filters.reason}`}
        label={t('reason')}
        empty={t('all')}
        defaultValue={filters.reason ?? ''}
        options={ESCALATION_REASONS.map((value) => ({ value, label: reasons(value) }))}
        onChange={(e) => onFilters({ ...filters, reason: ESCALATION_REASONS.find((r) => r === e.currentTarget.value) })}
        className="w-60"
      />
      <Select
        key={`sort ${filters.sort}`}
        label={t('sort')}
        defaultValue={filters.sort ?? ''}
        options={[
          { value: '', label: t('sortDue') },
          { value: 'newest', label: t('sortNewest') },
        ]}
        onChange={(e) => onFilters({ ...filters, sort: e.currentTarget.value === 'newest' ? 'newest' : undefined })}
        className="w-52"
      />
    </FilterBar>
  );
}

function EscalationTable({ rows }: { rows: readonly Escalation[] }) {
  const t = useTranslations('cases.escalations');
  const states = useTranslations('codes.escalationState');
  const reasons = useTranslations('codes.escalationReason');
  const columns: Column<Escalation>[] = [
    {
      id: 'case',
      header: t('case'),
      main: true,
      nowrap: true,
      cell: (e) => (
        <>
          <span className="block text-[0.875rem] font-normal">{e.caseNumber ?? t('informal')}</span>
          {e.caseNumber && (e.subjectName ?? <span className="font-normal">{t('noName')}</span>)}
        </>
      ),
    },
    {
      id: 'reason',
      header: t('reason'),
      cell: (e) => (
        <>
          <strong>{reasons(e.reason)}</strong>
          {e.text && <span className="mt-1 line-clamp-2 text-[0.9375rem] text-solid-gray-700">{e.text}</span>}
        </>
      ),
    },
    { id: 'lead', header: t('leadAgency'), cell: (e) => e.lead?.name },
    {
      id: 'state',
      header: t('state'),
      cell: (e) => <Chip tone={e.state === 'settled' ? 'neutral' : 'purple'}>{states(e.state)}</Chip>,
    },
    {
      id: 'due',
      header: t('due'),
      nowrap: true,
      cell: (e) => (e.state === 'settled' ? null : <DueMark due={e.dueAt} />),
    },
    {
      id: 'opened',
      header: t('opened'),
      wideOnly: true,
      cell: (e) => (
        <>
          <span className="block whitespace-nowrap">{shortMoment(e.openedAt)}</span>
          <span className="text-[0.875rem] text-solid-gray-700">{e.byClock ? t('clock') : e.agency?.name}</span>
        </>
      ),
    },
  ];
  return (
    <Table
      caption={t('caption')}
      columns={columns}
      rows={rows}
      rowKey={(e) => e.id}
      rowTone={(e) => (e.overdue && e.state !== 'settled' ? 'urgent' : undefined)}
      rowLink={(e) => {
        if (!e.caseId) return { to: '/escalations' };
        const search = { tab: 'handoffs' as const, handoff: e.handoffId };
        return { to: '/cases/$caseId', params: { caseId: e.caseId }, search };
      }}
    />
  );
}
