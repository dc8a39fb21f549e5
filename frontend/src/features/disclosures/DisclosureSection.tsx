import { useTranslations } from 'use-intl';
import { type Disclosure, type DisclosureKind, type DisclosurePage, listDisclosures } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { Card, type Column, EmptyState, Pager, ProblemPanel, Select, Skeleton, Table } from '@/components/ui';
import { shortMoment } from '../cases/dates';
import { DISCLOSURE_KINDS } from './kinds';

export interface LedgerView {
  kind?: DisclosureKind;
  onKind: (kind: DisclosureKind | undefined) => void;
}

/** 提供記録: what was given to whom, when, on which ground. */
export function DisclosureSection({ caseId, kind, onKind }: LedgerView & { caseId: string }) {
  const t = useTranslations('disclosures');
  const query = { caseId, kind: kind && [kind] };
  const list = useKeyset<Disclosure, DisclosurePage>(
    'listDisclosures',
    'case',
    query,
    async (page, signal) => (await listDisclosures({ query: { ...query, ...page }, signal, throwOnError: true })).data,
  );
  return (
    <Card title={t('title')} id="disclosures">
      <p className="mb-4 text-solid-gray-700">{t('lead')}</p>
      <Select
        label={t('filter')}
        empty={t('all')}
        width="sm"
        value={kind ?? ''}
        onChange={(e) => onKind(DISCLOSURE_KINDS.find((k) => k === e.currentTarget.value))}
        options={DISCLOSURE_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <div className="mt-4">
        {list.isPending ? (
          <Skeleton lines={4} />
        ) : list.isError && list.rows.length === 0 ? (
          <ProblemPanel error={list.error} onRetry={() => void list.refetch()} level={3} />
        ) : list.rows.length === 0 ? (
          <EmptyState title={kind ? t('noneOfKind') : t('none')}>{!kind && t('noneWhy')}</EmptyState>
        ) : (
          <>
            <Ledger rows={list.rows} />
            <Pager
              shown={list.rows.length}
              total={list.total}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </>
        )}
      </div>
    </Card>
  );
}

function Ledger({ rows }: { rows: readonly Disclosure[] }) {
  const t = useTranslations('disclosures');
  const columns: Column<Disclosure>[] = [
    { id: 'at', header: t('at'), nowrap: true, cell: (d) => shortMoment(d.at) },
    { id: 'to', header: t('to'), main: true, cell: (d) => d.to?.name ?? d.toName },
    { id: 'kind', header: t('how'), nowrap: true, cell: (d) => t(`kind.${d.kind}`) },
    { id: 'what', header: t('what'), cell: (d) => <What row={d} /> },
    { id: 'ground', header: t('groundHead'), cell: (d) => <Why row={d} /> },
    {
      id: 'by',
      header: t('by'),
      cell: (d) => (
        <>
          {d.from.name}
          {d.by && <span className="block text-[0.875rem] text-solid-gray-700">{d.by.name}</span>}
        </>
      ),
    },
  ];
  return <Table caption={t('caption')} columns={columns} rows={rows} rowKey={(d) => d.id} density="compact" />;
}

function What({ row: d }: { row: Disclosure }) {
  const t = useTranslations('disclosures');
  return (
    <>
      {d.parts.map((p) => t(p === 'sheet' ? 'sheet' : 'notes', { number: d.sheetNumber ?? 1 })).join('、')}
      {d.persons.length > 0 && (
        <span className="block text-[0.875rem] text-solid-gray-700">
          {t('of', { names: d.persons.map((p) => p.name).join('、') })}
        </span>
      )}
    </>
  );
}

function Why({ row: d }: { row: Disclosure }) {
  const t = useTranslations('disclosures');
  return (
    <>
      {d.ground?.label}
      {d.groundNote && <span className="block text-[0.875rem] whitespace-pre-wrap">{d.groundNote}</span>}
      {d.purpose && (
        <span className="block text-[0.875rem] text-solid-gray-700">{t('purposeIs', { purpose: d.purpose })}</span>
      )}
      {d.conditions && (
        <span className="block text-[0.875rem] text-solid-gray-700">
          {t('conditionsAre', { conditions: d.conditions })}
        </span>
      )}
    </>
  );
}
