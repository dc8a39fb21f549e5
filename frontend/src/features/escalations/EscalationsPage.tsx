import { MessageCircleQuestionMark, MessagesSquare, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Escalation, type EscalationPage, listEscalations } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import {
  AboveRowLink,
  Button,
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
import { useKeyActions } from '@/lib/keyboard';
import { shortMoment } from '../cases/dates';
import { DueMark } from '../cases/marks';
import { DeskActions } from './DeskActions';
import { ASSIGNED, ESCALATION_REASONS, ESCALATION_STATES, type EscalationFilters, escalationQuery } from './filters';
import { InquiryDialog } from './InquiryDialog';
import { EscalationChip } from './marks';

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
  const narrowed = Boolean(filters.q || filters.reason || filters.state || filters.assigned || filters.informal);
  const desk = useTranslations('desk.list');
  const [asking, setAsking] = useState(false);
  useKeyActions([{ id: 'inquiry', keys: 'q', label: desk('inquiry'), enabled: !asking, run: () => setAsking(true) }]);
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        actions={
          <Button icon={MessageCircleQuestionMark} onClick={() => setAsking(true)}>
            {desk('inquiry')}
          </Button>
        }
      >
        {t('lead')}
      </PageHeader>
      {asking && <InquiryDialog onClose={() => setAsking(false)} />}
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
  const desk = useTranslations('desk.list');
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
        key={`assigned ${filters.assigned}`}
        label={desk('assigned')}
        empty={t('all')}
        defaultValue={filters.assigned ?? ''}
        options={ASSIGNED.map((value) => ({ value, label: desk(`assignedTo.${value}`) }))}
        onChange={(e) => onFilters({ ...filters, assigned: ASSIGNED.find((a) => a === e.currentTarget.value) })}
        className="w-52"
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
        key={`informal ${filters.informal}`}
        label={desk('kind')}
        empty={t('all')}
        defaultValue={filters.informal ?? ''}
        options={(['no', 'yes'] as const).map((value) => ({ value, label: desk(`kinds.${value}`) }))}
        onChange={(e) =>
          onFilters({ ...filters, informal: (['no', 'yes'] as const).find((v) => v === e.currentTarget.value) })
        }
        className="w-52"
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
  const desk = useTranslations('desk.list');
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
          {e.caseNumber
            ? (e.subjectName ?? <span className="font-normal">{t('noName')}</span>)
            : (e.inquiry?.askedBy ?? e.agency?.name)}
        </>
      ),
    },
    {
      id: 'reason',
      header: t('reason'),
      cell: (e) => (
        <>
          <strong>{e.inquiry ? t('informal') : reasons(e.reason)}</strong>
          {e.text && <span className="mt-1 line-clamp-2 text-[0.9375rem] text-solid-gray-700">{e.text}</span>}
          {e.otherCase && (
            <span className="mt-1 block text-[0.875rem] font-bold text-orange-1100">{desk('otherCase')}</span>
          )}
        </>
      ),
    },
    { id: 'lead', header: t('leadAgency'), wideOnly: true, cell: (e) => e.lead?.name },
    {
      id: 'state',
      header: t('state'),
      cell: (e) => (
        <>
          <EscalationChip escalation={e} />
          {e.coordinator && <span className="mt-1 block text-[0.875rem]">{e.coordinator.name}</span>}
        </>
      ),
    },
    {
      id: 'due',
      header: t('due'),
      nowrap: true,
      cell: (e) => (e.state === 'received' ? <DueMark due={e.dueAt} /> : null),
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
    {
      id: 'do',
      header: desk('do'),
      cell: (e) => (
        <AboveRowLink>
          <span className="flex flex-col items-start gap-1">
            <DeskActions escalation={e} brief />
            <span className="text-[0.875rem] text-solid-gray-700">
              {e.contacts ? desk('contacts', { count: e.contacts }) : desk('noContacts')}
            </span>
          </span>
        </AboveRowLink>
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
      rowLink={(e) => ({ to: '/escalations/$escalationId', params: { escalationId: e.id } })}
    />
  );
}
