import { BookLock, SearchX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type JournalEntry, listJournal, listJournalExports, type JournalPage as Page } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { ApiProblem } from '@/api/problems';
import {
  Button,
  Checkbox,
  EmptyState,
  FilterBar,
  NoticeBanner,
  PageHeader,
  Pager,
  ProblemPanel,
  SearchField,
  Select,
  Skeleton,
} from '@/components/ui';
import { AccountPicker } from './AccountPicker';
import { FilterDate } from './FilterDate';
import { JOURNAL_KINDS, type JournalFilters, journalQuery } from './filters';
import { JournalNav } from './JournalNav';
import { JournalTable } from './JournalTable';
import { useNamedAccount } from './useNamedAccount';

export interface JournalPageProps {
  filters: JournalFilters;
  onFilters: (filters: JournalFilters) => void;
  /** Only what left the system: exports, prints, downloads. */
  exportsOnly?: boolean;
}

/** Everything that was looked at and done, without a word of what it was about. */
export function JournalPage({ filters, onFilters, exportsOnly = false }: JournalPageProps) {
  const t = useTranslations('journal');
  const page = exportsOnly ? 'exportsPage' : 'listPage';
  const { kind, refused, ...query } = journalQuery(filters);
  const list = useKeyset<JournalEntry, Page>(
    exportsOnly ? 'listJournalExports' : 'listJournal',
    'journal',
    { ...query, kind, refused },
    async (at, signal) => {
      const options = { signal, throwOnError: true } as const;
      const { data } = exportsOnly
        ? await listJournalExports({ query: { ...query, ...at }, ...options })
        : await listJournal({ query: { ...query, kind, refused, ...at }, ...options });
      return data;
    },
  );
  const unknownNumber = list.error instanceof ApiProblem && list.error.errors.some((e) => e.pointer === 'caseNumber');
  const narrowed = Object.values(filters).some(Boolean);
  return (
    <>
      <PageHeader title={t(`${page}.title`)} documentTitle={t(`${page}.title`)}>
        {t(`${page}.lead`)}
      </PageHeader>
      <JournalNav />
      <div className="flex flex-col gap-5">
        <Filters filters={filters} onFilters={onFilters} rows={list.rows} exportsOnly={exportsOnly} />
        {list.isPending && <Skeleton lines={8} />}
        {unknownNumber && (
          <NoticeBanner tone="warning" title={t('unknownNumber', { number: filters.q ?? '' })}>
            {t('unknownNumberWhy')}
          </NoticeBanner>
        )}
        {list.isError && !unknownNumber && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState
            icon={narrowed ? SearchX : BookLock}
            title={t(narrowed ? 'noneFound' : `${page}.none`)}
            action={
              narrowed && (
                <Button variant="outline" onClick={() => onFilters({})}>
                  {t('clear')}
                </Button>
              )
            }
          >
            {t(narrowed ? 'noneFoundWhy' : `${page}.noneWhy`)}
          </EmptyState>
        )}
        {list.isSuccess && list.rows.length > 0 && (
          <div>
            <JournalTable rows={list.rows} onAccount={(a) => onFilters({ ...filters, account: a.id })} />
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

interface FiltersProps extends JournalPageProps {
  rows: readonly JournalEntry[];
}

function Filters({ filters, onFilters, rows, exportsOnly }: FiltersProps) {
  const t = useTranslations('journal');
  const [account, remember] = useNamedAccount(filters.account, rows);
  return (
    <FilterBar>
      <SearchField
        label={t('caseNumber')}
        hint={t('caseNumberHint')}
        defaultValue={filters.q}
        onSearch={(q) => onFilters({ ...filters, q })}
        slashKey
        className="min-w-64 grow basis-64 self-start"
      />
      <div className="min-w-64 grow basis-64 self-start">
        <AccountPicker
          name="account"
          label={t('account')}
          value={account}
          onChange={(a) => {
            remember(a);
            onFilters({ ...filters, account: a?.id });
          }}
        />
      </div>
      {!exportsOnly && (
        <Select
          key={`kind ${filters.kind}`}
          name="kind"
          label={t('kind')}
          empty={t('anyKind')}
          defaultValue={filters.kind ?? ''}
          options={JOURNAL_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          onChange={(e) => onFilters({ ...filters, kind: JOURNAL_KINDS.find((k) => k === e.currentTarget.value) })}
          className="w-52 self-start"
        />
      )}
      <div className="flex basis-full flex-wrap items-start gap-x-5 gap-y-4">
        <FilterDate
          name="from"
          label={t('from')}
          value={filters.from}
          onChange={(from) => onFilters({ ...filters, from })}
        />
        <FilterDate
          name="to"
          label={t('to')}
          value={filters.to}
          error={filters.from && filters.to && filters.to < filters.from ? t('endBeforeStart') : undefined}
          onChange={(to) => onFilters({ ...filters, to })}
        />
        {!exportsOnly && (
          <Checkbox
            className="sm:mt-9"
            name="refused"
            label={t('refusedOnly')}
            checked={filters.refused === true}
            onChange={(e) => onFilters({ ...filters, refused: e.currentTarget.checked || undefined })}
          />
        )}
      </div>
    </FilterBar>
  );
}
