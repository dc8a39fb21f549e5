import { ClipboardList, FilePlus2, FileUp, Printer, SearchX, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { getBlankSheetPdf, listSheets, type SheetState, type SheetSummary } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { hasRole, useMe } from '@/app/session';
import {
  Button,
  Checkbox,
  Chip,
  ChipList,
  type Column,
  EmptyState,
  FilterBar,
  LinkButton,
  PageHeader,
  Pager,
  ProblemPanel,
  SearchField,
  Select,
  Skeleton,
  Table,
} from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { OpenPaperButton } from '../../paper';
import { labelOf, useReference } from '../reference';

/** What the list is narrowed to. `q` never stands in the address. */
export interface SheetFilter {
  q?: string;
  state?: SheetState;
  mine?: boolean;
  sort?: 'created';
}

interface Props {
  filter: SheetFilter;
  onFilter: (filter: SheetFilter) => void;
}

const states: readonly SheetState[] = ['draft', 'filed', 'discarded'];

/** つなぐシート of my agency: drafts and filed ones. */
export function SheetListPage({ filter, onFilter }: Props) {
  const t = useTranslations('sheets.list');
  const me = useMe();
  const list = useKeyset<SheetSummary, Awaited<ReturnType<typeof load>>>('sheetList', 'sheet', filter, (page, signal) =>
    load(filter, page, signal),
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        actions={
          <>
            <LinkButton to="/print/sheets/$sheetId" params={{ sheetId: 'new' }} variant="text" icon={Printer}>
              {t('blank')}
            </LinkButton>
            {hasRole(me, 'worker', 'agency_manager', 'coordinator') && (
              <OpenPaperButton
                variant="text"
                label={t('blankPdf')}
                name={t('blankFile')}
                make={() => getBlankSheetPdf({ parseAs: 'blob', throwOnError: true })}
              />
            )}
            {hasRole(me, 'worker', 'agency_manager') && (
              <LinkButton to="/sheets/import" variant="outline" icon={FileUp}>
                {t('import')}
              </LinkButton>
            )}
            <LinkButton to="/sheets/new" icon={FilePlus2}>
              {t('new')}
            </LinkButton>
          </>
        }
      >
        {t('lead')}
      </PageHeader>
      <Filters filter={filter} onFilter={onFilter} />
      <div className="mt-6">
        {list.isError && list.rows.length === 0 ? (
          <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />
        ) : list.isPending ? (
          <Skeleton lines={8} />
        ) : list.rows.length === 0 ? (
          <Nothing filter={filter} onFilter={onFilter} />
        ) : (
          <>
            {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
            <Rows rows={list.rows} busy={list.isPlaceholderData} />
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
    </>
  );
}

async function load(filter: SheetFilter, page: { cursor?: string; count?: boolean }, signal: AbortSignal) {
  return (await listSheets({ query: { ...filter, limit: 50, ...page }, signal })).data;
}

function Filters({ filter, onFilter }: Props) {
  const t = useTranslations('sheets.list');
  const codes = useTranslations('codes.sheetState');
  return (
    <FilterBar>
      <SearchField
        label={t('search')}
        hint={t('searchHint')}
        defaultValue={filter.q}
        onSearch={(q) => onFilter({ ...filter, q: q || undefined })}
        slashKey
        className="min-w-72 grow"
      />
      <Select
        label={t('state')}
        empty={t('anyState')}
        width="sm"
        value={filter.state ?? ''}
        onChange={(e) => onFilter({ ...filter, state: (e.currentTarget.value || undefined) as SheetState | undefined })}
        options={states.map((value) => ({ value, label: codes(value) }))}
      />
      <Select
        label={t('sort')}
        width="md"
        value={filter.sort ?? ''}
        onChange={(e) => onFilter({ ...filter, sort: e.currentTarget.value === 'created' ? 'created' : undefined })}
        options={[
          { value: '', label: t('sortUpdated') },
          { value: 'created', label: t('sortCreated') },
        ]}
      />
      <Checkbox
        label={t('mine')}
        checked={filter.mine ?? false}
        onChange={(e) => onFilter({ ...filter, mine: e.currentTarget.checked || undefined })}
      />
    </FilterBar>
  );
}

function Nothing({ filter, onFilter }: Props) {
  const t = useTranslations('sheets.list');
  if (filter.q || filter.state || filter.mine) {
    return (
      <EmptyState
        icon={SearchX}
        title={t('noMatch')}
        action={<Button onClick={() => onFilter({})}>{t('clear')}</Button>}
      >
        {t('noMatchWhy')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ClipboardList}
      title={t('empty')}
      action={
        <LinkButton to="/sheets/new" icon={FilePlus2}>
          {t('new')}
        </LinkButton>
      }
    >
      {t('emptyWhy')}
    </EmptyState>
  );
}

function Rows({ rows, busy }: { rows: readonly SheetSummary[]; busy: boolean }) {
  const t = useTranslations('sheets.list');
  const codes = useTranslations('codes.sheetState');
  const reference = useReference();
  const me = useMe();
  const columns: Column<SheetSummary>[] = [
    {
      id: 'subject',
      header: t('subject'),
      main: true,
      className: 'min-w-40',
      cell: (s) => s.subjectName || t('noName'),
    },
    {
      id: 'state',
      header: t('state'),
      nowrap: true,
      cell: (s) => (
        <>
          <Chip tone={s.state === 'draft' ? 'yellow' : s.state === 'filed' ? 'green' : 'neutral'}>
            {codes(s.state)}
          </Chip>
          {s.caseNumber && <span className="block pt-1 text-[0.875rem] text-solid-gray-700">{s.caseNumber}</span>}
        </>
      ),
    },
    {
      id: 'issues',
      header: t('issues'),
      cell: (s) => (
        <ChipList
          items={[
            ...(s.danger
              ? [
                  <Chip key="danger" tone="red" icon={TriangleAlert}>
                    {t('danger')}
                  </Chip>,
                ]
              : []),
            ...s.issues.map((code) => (
              <Chip key={code} tone="blue">
                {labelOf(reference?.issueTypes, code)}
              </Chip>
            )),
          ]}
        />
      ),
    },
    {
      id: 'by',
      header: t('by'),
      wideOnly: true,
      nowrap: true,
      cell: (s) => (
        <>
          {s.createdBy.name}
          {s.agency.id !== me.agency.id && (
            <span className="block text-[0.875rem] whitespace-normal text-solid-gray-700">{s.agency.name}</span>
          )}
        </>
      ),
    },
    {
      id: 'at',
      header: t('at'),
      nowrap: true,
      // The list's own order first, so that it does not look shuffled.
      cell: (s) => (
        <>
          {formatInstant(s.updatedAt, 'short')}
          {s.filedAt && (
            <span className="block text-[0.875rem] text-solid-gray-700">
              {t('filedOn', { at: formatInstant(s.filedAt, 'short') })}
            </span>
          )}
        </>
      ),
    },
  ];
  return (
    <div aria-busy={busy || undefined} className={busy ? 'opacity-60' : undefined}>
      <Table
        caption={t('title')}
        columns={columns}
        rows={rows}
        rowKey={(s) => s.id}
        rowLink={(s) => ({
          to: s.state === 'draft' ? '/sheets/$sheetId/edit' : '/sheets/$sheetId',
          params: { sheetId: s.id },
        })}
      />
    </div>
  );
}
