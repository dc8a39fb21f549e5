import { Building2, Phone, Printer, SearchX, Upload } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type AgencySummary, getAgenciesPdf } from '@/api/generated';
import {
  AboveRowLink,
  Button,
  type Column,
  EmptyState,
  LinkButton,
  PageHeader,
  Pager,
  ProblemPanel,
  Skeleton,
  Table,
} from '@/components/ui';
import { OpenPaperButton } from '../paper';
import { AgencyFilters } from './AgencyFilters';
import { type DirectoryLabels, inOrder, useDirectoryLabels } from './labels';
import { type AgencySearchState, filterNames, isNarrowed, narrowed } from './search';
import { useAgencyList } from './useAgencyList';

export interface AgencyListPageProps {
  state: AgencySearchState;
  onState: (next: AgencySearchState) => void;
  /** 市の担当課 and system administrators load the directory from a file. */
  canImport: boolean;
}

export function AgencyListPage({ state, onState, canImport }: AgencyListPageProps) {
  const t = useTranslations('directory.list');
  const pdf = useTranslations('directory.pdf');
  const labels = useDirectoryLabels();
  const list = useAgencyList(state);
  const { sort: _, ...asked } = state; // the paper has its own order
  const change = (part: Partial<AgencySearchState>) => onState(narrowed(state, part, labels.reference));
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        actions={
          <>
            {canImport && (
              <LinkButton to="/agencies/import" variant="outline" icon={Upload}>
                {t('import')}
              </LinkButton>
            )}
            <LinkButton to="/print/agencies" search={state} variant="outline" icon={Printer}>
              {t('print')}
            </LinkButton>
            <OpenPaperButton
              label={pdf('button')}
              name={pdf('file')}
              make={() => getAgenciesPdf({ query: asked, parseAs: 'blob', throwOnError: true })}
            />
          </>
        }
      >
        {t('lead')}
      </PageHeader>
      <AgencyFilters state={state} labels={labels} onChange={change} />
      <div className="mt-6">
        {list.isError && list.rows.length === 0 ? (
          <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />
        ) : list.isPending || !labels.reference ? (
          <Skeleton lines={8} />
        ) : list.rows.length === 0 ? (
          <Nothing narrowedDown={isNarrowed(state)} canImport={canImport} onClear={() => change(noFilters)} />
        ) : (
          <>
            {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
            <AgencyTable rows={list.rows} labels={labels} busy={list.isPlaceholderData} />
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

const noFilters = Object.fromEntries(filterNames.map((n) => [n, undefined]));

function Nothing({
  narrowedDown,
  canImport,
  onClear,
}: {
  narrowedDown: boolean;
  canImport: boolean;
  onClear: () => void;
}) {
  const t = useTranslations('directory.list');
  if (narrowedDown) {
    return (
      <EmptyState icon={SearchX} title={t('noMatch')} action={<Button onClick={onClear}>{t('clear')}</Button>}>
        {t('noMatchWhy')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Building2}
      title={t('empty')}
      action={canImport && <LinkButton to="/agencies/import">{t('import')}</LinkButton>}
    >
      {t(canImport ? 'emptyImport' : 'emptyWhy')}
    </EmptyState>
  );
}

function AgencyTable({
  rows,
  labels,
  busy,
}: {
  rows: readonly AgencySummary[];
  labels: DirectoryLabels;
  busy: boolean;
}) {
  const t = useTranslations('directory.list');
  const columns: Column<AgencySummary>[] = [
    { id: 'name', header: t('name'), main: true, cell: (a) => a.name, className: 'w-[30%] min-w-40' },
    {
      id: 'area',
      header: t('fieldAndArea'),
      className: 'w-[22%] min-w-36',
      cell: (a) => (
        <>
          <span className="block">{labels.kind(a.kind)}</span>
          <span className="block text-[0.9375rem]">
            {inOrder(a.fields, labels.reference?.fields).map(labels.field).join('・')}
          </span>
          <span className="block text-[0.9375rem] text-solid-gray-700">{labels.area(a)}</span>
        </>
      ),
    },
    {
      id: 'issues',
      header: t('accepts'),
      cell: (a) => (
        <span className="text-[0.9375rem]">
          {inOrder(a.issueTypes, labels.reference?.issueTypes).map(labels.issue).join('、')}
        </span>
      ),
    },
    {
      id: 'contact',
      header: t('contact'),
      cell: (a) => (
        <>
          {a.phone && <PhoneLink phone={a.phone} />}
          {a.hours && <span className="block text-[0.875rem] text-solid-gray-700">{a.hours}</span>}
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
        rowKey={(a) => a.id}
        rowLink={(a) => ({ to: '/agencies/$agencyId', params: { agencyId: a.id } })}
      />
    </div>
  );
}

function PhoneLink({ phone }: { phone: string }) {
  return (
    <AboveRowLink>
      <a
        href={`tel:${phone.replace(/[^\d+]/g, '')}`}
        className="-my-2 inline-flex min-h-11 items-center gap-1.5 whitespace-nowrap text-key-1000 tabular-nums underline underline-offset-[0.1875rem] hover:decoration-[3px]"
      >
        <Phone aria-hidden size="1em" />
        {phone}
      </a>
    </AboveRowLink>
  );
}
