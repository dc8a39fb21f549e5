import { GraduationCap, Plus, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Advisor, type AdvisorPage, listAdvisors } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import {
  Button,
  Checkbox,
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
import { formatWareki } from '@/lib/wareki';
import { useReference } from '../cases/reference';
import { AdvisorDialog } from './AdvisorDialog';
import type { AdvisorFilters } from './filters';
import { AdvisorLinks, Codes } from './marks';

interface AdvisorsPageProps {
  filters: AdvisorFilters;
  onFilters: (filters: AdvisorFilters) => void;
}

/** アドバイザーの登録簿: who there is, for what, until when. */
export function AdvisorsPage({ filters, onFilters }: AdvisorsPageProps) {
  const t = useTranslations('advisors.registry');
  const [open, setOpen] = useState<Advisor | 'new'>();
  const query = { q: filters.q || undefined, field: filters.field, all: filters.all, limit: 50 };
  const list = useKeyset<Advisor, AdvisorPage>('listAdvisors', 'advisor', query, async (page, signal) => {
    const { data } = await listAdvisors({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  const narrowed = Boolean(filters.q || filters.field);
  const mayEdit = list.first?.mayEdit ?? false;
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        actions={
          mayEdit && (
            <Button icon={Plus} onClick={() => setOpen('new')}>
              {t('add')}
            </Button>
          )
        }
      >
        {t('lead')}
      </PageHeader>
      <AdvisorLinks at="registry" />
      <div className="flex flex-col gap-5">
        <Filters filters={filters} onFilters={onFilters} />
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState
            icon={narrowed ? SearchX : GraduationCap}
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
            <Registry rows={list.rows} mayEdit={mayEdit} onEdit={setOpen} />
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
      {open && (
        <AdvisorDialog
          advisor={open === 'new' ? undefined : open}
          onClose={() => setOpen(undefined)}
          onSaved={() => void list.refetch()}
        />
      )}
    </>
  );
}

function Filters({ filters, onFilters }: AdvisorsPageProps) {
  const t = useTranslations('advisors.registry');
  const reference = useReference();
  return (
    <FilterBar>
      <SearchField
        label={t('search')}
        defaultValue={filters.q}
        onSearch={(q) => onFilters({ ...filters, q: q || undefined })}
        slashKey
        className="min-w-64 grow basis-72"
      />
      <Select
        key={`field ${filters.field} ${reference ? 1 : 0}`}
        label={t('field')}
        empty={t('allFields')}
        defaultValue={filters.field ?? ''}
        options={(reference?.fields ?? []).map((f) => ({ value: f.code, label: f.label }))}
        onChange={(e) => onFilters({ ...filters, field: e.currentTarget.value || undefined })}
        className="w-52"
      />
      <Checkbox
        label={t('showAll')}
        checked={filters.all ?? false}
        onChange={(e) => onFilters({ ...filters, all: e.currentTarget.checked || undefined })}
      />
    </FilterBar>
  );
}

interface RegistryProps {
  rows: readonly Advisor[];
  mayEdit: boolean;
  onEdit: (advisor: Advisor) => void;
}

function Registry({ rows, mayEdit, onEdit }: RegistryProps) {
  const t = useTranslations('advisors.registry');
  const kinds = useTranslations('advisors.kind');
  const columns: Column<Advisor>[] = [
    {
      id: 'name',
      header: t('name'),
      main: true,
      cell: (a) => (
        <>
          {a.name}
          <span className="ml-2 inline-flex flex-wrap gap-1">
            {a.kind === 'organisation' && <Chip>{kinds('organisation')}</Chip>}
            {!a.inTerm && <Chip tone="yellow">{t('notInTerm')}</Chip>}
            {mayEdit && !a.hasAccount && <Chip tone="yellow">{t('noAccount')}</Chip>}
          </span>
          {a.organisation && (
            <span className="block text-[0.9375rem] font-normal text-solid-gray-700">{a.organisation}</span>
          )}
        </>
      ),
    },
    { id: 'fields', header: t('fields'), cell: (a) => <Codes label={t('fields')} codes={a.fields} /> },
    {
      id: 'expertise',
      header: t('expertise'),
      cell: (a) => <span className="line-clamp-3 text-[0.9375rem]">{a.expertise}</span>,
    },
    {
      id: 'term',
      header: t('term'),
      wideOnly: true,
      cell: (a) => (
        <span className="text-[0.9375rem]">
          {a.until
            ? t('span', { from: formatWareki(a.from, 'short'), until: formatWareki(a.until, 'short') })
            : t('since', { from: formatWareki(a.from, 'short') })}
        </span>
      ),
    },
    { id: 'open', header: t('open'), nowrap: true, cell: (a) => t('openCount', { count: a.open }) },
  ];
  if (mayEdit) {
    columns.push({
      id: 'edit',
      header: t('edit'),
      nowrap: true,
      cell: (a) => (
        <Button
          size="sm"
          variant="outline"
          aria-label={t('editOf', { name: a.name })}
          className="whitespace-nowrap"
          onClick={() => onEdit(a)}
        >
          {t('edit')}
        </Button>
      ),
    });
  }
  return <Table caption={t('caption')} columns={columns} rows={rows} rowKey={(a) => a.id} />;
}
