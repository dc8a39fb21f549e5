import { CalendarCheck, NotebookPen, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { listMonitorings, type Monitoring, type MonitoringKind, type MonitoringPage } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import {
  Button,
  type Column,
  EmptyState,
  FilterBar,
  LinkButton,
  PageHeader,
  Pager,
  ProblemPanel,
  Select,
  Skeleton,
  Table,
  TextLink,
} from '@/components/ui';
import { KindBadge, MonitoringDay } from './marks';
import { RecordDialog } from './RecordDialog';

export const MONITORING_KINDS: readonly MonitoringKind[] = ['plan', 'review', 'follow_up'];

export interface MonitoringFilters {
  kind?: MonitoringKind;
  overdue?: boolean;
}

export interface MonitoringsPageProps {
  filters: MonitoringFilters;
  onFilters: (filters: MonitoringFilters) => void;
  coordinator: boolean;
}

/** What is to be looked after, by day: plans, their reviews, households after closure. */
export function MonitoringsPage({ filters, onFilters, coordinator }: MonitoringsPageProps) {
  const t = useTranslations('monitorings');
  const kinds = useTranslations('monitorings.kind');
  const query = {
    box: coordinator ? ('all' as const) : ('mine' as const),
    kind: filters.kind,
    overdue: filters.overdue,
  };
  const list = useKeyset<Monitoring, MonitoringPage>('listMonitorings', 'case', query, async (page, signal) => {
    const { data } = await listMonitorings({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  const narrowed = Boolean(filters.kind || filters.overdue);
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t('lead')}
      </PageHeader>
      <div className="flex flex-col gap-5">
        <FilterBar>
          <Select
            key={`kind ${filters.kind}`}
            label={t('kindLabel')}
            empty={t('all')}
            defaultValue={filters.kind ?? ''}
            options={MONITORING_KINDS.map((value) => ({ value, label: kinds(value) }))}
            onChange={(e) => onFilters({ ...filters, kind: MONITORING_KINDS.find((k) => k === e.currentTarget.value) })}
            className="w-52"
          />
          <Select
            key={`late ${filters.overdue}`}
            label={t('show')}
            defaultValue={filters.overdue ? 'late' : ''}
            options={[
              { value: '', label: t('every') },
              { value: 'late', label: t('onlyLate') },
            ]}
            onChange={(e) => onFilters({ ...filters, overdue: e.currentTarget.value === 'late' ? true : undefined })}
            className="w-52"
          />
        </FilterBar>
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState icon={narrowed ? SearchX : CalendarCheck} title={t(narrowed ? 'noneFound' : 'none')}>
            {t('noneWhy')}
          </EmptyState>
        )}
        {list.rows.length > 0 && (
          <div>
            <MonitoringTable rows={list.rows} />
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

function MonitoringTable({ rows }: { rows: readonly Monitoring[] }) {
  const t = useTranslations('monitorings');
  const [recording, setRecording] = useState<Monitoring>();
  const columns: Column<Monitoring>[] = [
    {
      id: 'case',
      header: t('case'),
      main: true,
      nowrap: true,
      cell: (m) => (
        <>
          <span className="block text-[0.875rem] font-normal">{m.caseNumber}</span>
          <TextLink to="/cases/$caseId" params={{ caseId: m.caseId }} search={{ tab: 'plan' }}>
            {m.subjectName ?? t('noName')}
          </TextLink>
        </>
      ),
    },
    { id: 'kind', header: t('kindLabel'), nowrap: true, cell: (m) => <KindBadge kind={m.kind} /> },
    { id: 'due', header: t('due'), nowrap: true, cell: (m) => <MonitoringDay monitoring={m} /> },
    { id: 'agency', header: t('agency'), cell: (m) => m.agency.name },
    {
      id: 'do',
      header: <span className="visually-hidden">{t('do')}</span>,
      nowrap: true,
      cell: (m) =>
        m.actions.includes('record') ? (
          <Button size="sm" variant="outline" icon={NotebookPen} onClick={() => setRecording(m)}>
            {t('record')}
          </Button>
        ) : m.kind === 'review' ? (
          <LinkButton
            size="sm"
            variant="text"
            to="/cases/$caseId"
            params={{ caseId: m.caseId }}
            search={{ tab: 'plan' }}
          >
            {t('toPlan')}
          </LinkButton>
        ) : null,
    },
  ];
  return (
    <>
      <Table
        caption={t('title')}
        columns={columns}
        rows={rows}
        rowKey={(m) => m.id}
        rowTone={(m) => (m.overdue ? 'urgent' : undefined)}
      />
      {recording && <RecordDialog monitoring={recording} onClose={() => setRecording(undefined)} />}
    </>
  );
}
