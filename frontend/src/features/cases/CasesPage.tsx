import { FileDown, FolderOpen, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type CasePage, type CaseSummary, listCases } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { hasRole, useMe } from '@/app/session';
import {
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
import { HandoffStateBadge } from '../handoffs/marks';
import { ProtectedMark } from '../protections';
import { CaseFilterBar, type CaseFilterBarProps } from './CaseFilterBar';
import { shortDay } from './dates';
import { ExportDialog } from './ExportDialog';
import { caseQuery, isNarrowed } from './filters';
import { CaseStateBadge, DangerMark, DueMark, OutcomeMark, PingPongMark } from './marks';
import { labelOf, pressingFirst, useReference } from './reference';

/** Cases the reader sees. */
export function CasesPage({ filters, onFilters }: CaseFilterBarProps) {
  const t = useTranslations('cases.list');
  const query = caseQuery(filters);
  const list = useKeyset<CaseSummary, CasePage>('listCases', 'case', query, async (page, signal) => {
    const { data } = await listCases({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  const [exporting, setExporting] = useState(false);
  const mayExport = hasRole(useMe(), 'worker', 'agency_manager', 'coordinator');
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        actions={
          mayExport && (
            <Button variant="outline" icon={FileDown} onClick={() => setExporting(true)}>
              {t('export')}
            </Button>
          )
        }
      >
        {t('lead')}
      </PageHeader>
      {exporting && <ExportDialog onClose={() => setExporting(false)} />}
      <div className="flex flex-col gap-5">
        <CaseFilterBar filters={filters} onFilters={onFilters} />
        {list.isPending && <Skeleton lines={8} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <NoCases narrowed={isNarrowed(filters)} onClear={() => onFilters({ all: true, sort: filters.sort })} />
        )}
        {list.rows.length > 0 && (
          <div>
            <CaseTable rows={list.rows} filters={filters} onFilters={onFilters} />
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

function NoCases({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const t = useTranslations('cases.list');
  return narrowed ? (
    <EmptyState
      icon={SearchX}
      title={t('noneFound')}
      action={
        <Button variant="outline" onClick={onClear}>
          {t('clear')}
        </Button>
      }
    >
      {t('noneFoundWhy')}
    </EmptyState>
  ) : (
    <EmptyState icon={FolderOpen} title={t('none')} action={<LinkButton to="/sheets/new">{t('newSheet')}</LinkButton>}>
      {t('noneWhy')}
    </EmptyState>
  );
}

function CaseTable({ rows, filters, onFilters }: CaseFilterBarProps & { rows: readonly CaseSummary[] }) {
  const t = useTranslations('cases.list');
  const columns: Column<CaseSummary>[] = [
    {
      id: 'subject',
      header: t('subject'),
      main: true,
      nowrap: true,
      sortKey: 'kana',
      cell: (c) => <SubjectCell case={c} />,
    },
    { id: 'state', header: t('state'), cell: (c) => <StateCell case={c} /> },
    { id: 'lead', header: t('leadAgency'), className: 'min-w-36', cell: (c) => <LeadCell case={c} /> },
    { id: 'issues', header: t('issues'), className: 'min-w-52', cell: (c) => <IssuesCell case={c} /> },
    { id: 'handoff', header: t('lastHandoff'), wideOnly: true, cell: (c) => <LastHandoff case={c} /> },
    {
      id: 'updated',
      header: t('updated'),
      nowrap: true,
      wideOnly: true,
      sortKey: 'updated',
      sortDirection: 'descending',
      cell: (c) => shortDay(c.updatedAt),
    },
  ];
  return (
    <Table
      caption={t('title')}
      columns={columns}
      rows={rows}
      rowKey={(c) => c.id}
      density="compact"
      sort={filters.sort ?? 'updated'}
      onSort={(key) => onFilters({ ...filters, sort: key === 'kana' ? 'kana' : undefined })}
      rowLink={(c) => ({ to: '/cases/$caseId', params: { caseId: c.id } })}
    />
  );
}

/** Number, name and reading in one place, and the row's link; only the name is underlined. */
function SubjectCell({ case: c }: { case: CaseSummary }) {
  const t = useTranslations('cases.list');
  return (
    <span className="inline-flex flex-col items-start text-[0.875rem] font-normal">
      <span className="tabular-nums">{c.number}</span>
      {c.access === 'outcome' ? (
        <OutcomeMark />
      ) : (
        <span className="text-[1rem] font-bold underline underline-offset-[0.1875rem]">
          {c.subjectName ?? t('noName')}
        </span>
      )}
      {c.subjectKana && <span className="text-solid-gray-700">{c.subjectKana}</span>}
    </span>
  );
}

function LeadCell({ case: c }: { case: CaseSummary }) {
  const access = useTranslations('codes.access');
  return (
    <>
      {c.lead.name}
      {c.access !== 'outcome' && c.access !== 'lead' && (
        <span className="block text-[0.875rem] text-solid-gray-700">{access(c.access)}</span>
      )}
    </>
  );
}

function StateCell({ case: c }: { case: CaseSummary }) {
  const t = useTranslations('cases');
  return (
    <span className="flex flex-col items-start gap-1">
      <CaseStateBadge state={c.state} />
      {c.protected && <ProtectedMark />}
      {c.danger && <DangerMark />}
      {c.pingPong && <PingPongMark />}
      {c.contactDueAt && c.access === 'lead' && (
        <span className="text-[0.875rem]">
          <DueMark due={c.contactDueAt} label={t('contactDueShort')} />
        </span>
      )}
    </span>
  );
}

/** The first issue and how many more, the features below: rows stay two lines high. */
function IssuesCell({ case: c }: { case: CaseSummary }) {
  const t = useTranslations('cases.list');
  const reference = useReference();
  if (c.access === 'outcome') return <span className="text-[0.9375rem] text-solid-gray-700">{t('outcomeIssues')}</span>;
  const [first, ...others] = pressingFirst(c.issues, c.mostPressing);
  return (
    <span className="text-[0.9375rem]">
      <span className="flex flex-wrap gap-x-2">
        <span className={c.mostPressing ? 'font-bold' : ''}>{labelOf(reference?.issueTypes, first)}</span>
        {others.length > 0 && <span className="whitespace-nowrap">{t('moreIssues', { count: others.length })}</span>}
      </span>
      {c.features.length > 0 && (
        <span className="line-clamp-2 text-[0.875rem] text-solid-gray-700">
          {c.features.map((f) => labelOf(reference?.features, f)).join('・')}
        </span>
      )}
    </span>
  );
}

function LastHandoff({ case: c }: { case: CaseSummary }) {
  if (!c.lastHandoff) return null;
  return (
    <span className="flex flex-col items-start gap-1 text-[0.9375rem]">
      <HandoffStateBadge state={c.lastHandoff.state} />
      <span>{c.lastHandoff.to.name}</span>
    </span>
  );
}
