import { ArrowLeftRight, MessageSquareWarning, SearchX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type HandoffPage, type HandoffSummary, listHandoffs } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import {
  Button,
  Checkbox,
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
  Tabs,
} from '@/components/ui';
import { cx } from '@/lib/cx';
import { shortDay } from '../cases/dates';
import { DueMark, PingPongMark } from '../cases/marks';
import { ProtectedMark } from '../protections';
import { HANDOFF_STATES, type HandoffFilters, handoffQuery, isNarrowed } from './filters';
import { AskChip, HandoffStateBadge, isOpen, UrgentMark } from './marks';
import { nextStep } from './nextStep';

export interface HandoffsPageProps {
  filters: HandoffFilters;
  onFilters: (filters: HandoffFilters) => void;
}

/** The two boxes: what arrived and what was sent, what needs the reader first. */
export function HandoffsPage({ filters, onFilters }: HandoffsPageProps) {
  const t = useTranslations('handoffs.box');
  const box = filters.box ?? 'received';
  const panel = <Box filters={filters} onFilters={onFilters} />;
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')} />
      <Tabs
        label={t('label')}
        selected={box}
        onSelect={(id) => onFilters({ box: id as 'received' | 'sent', sort: filters.sort })}
        tabs={[
          { id: 'received', label: t('received'), panel },
          { id: 'sent', label: t('sent'), panel },
        ]}
      />
    </>
  );
}

function Box({ filters, onFilters }: HandoffsPageProps) {
  const query = handoffQuery(filters);
  const list = useKeyset<HandoffSummary, HandoffPage>('listHandoffs', 'handoff', query, async (page, signal) => {
    const { data } = await listHandoffs({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  return (
    <div className="flex flex-col gap-5">
      <Filters filters={filters} onFilters={onFilters} />
      {list.isPending && <Skeleton lines={6} />}
      {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && <NoHandoffs filters={filters} onFilters={onFilters} />}
      {list.rows.length > 0 && (
        <div>
          <BoxTable rows={list.rows} box={query.box} />
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
  );
}

function Filters({ filters, onFilters }: HandoffsPageProps) {
  const t = useTranslations('handoffs.box');
  const states = useTranslations('codes.handoffState');
  const change = (part: HandoffFilters) => onFilters({ ...filters, ...part });
  return (
    <FilterBar>
      <SearchField
        label={t('search')}
        hint={t('searchHint')}
        defaultValue={filters.q}
        onSearch={(q) => change({ q })}
        slashKey
        className="min-w-64 grow basis-72"
      />
      <Select
        key={`state ${filters.state}`}
        label={t('state')}
        empty={t('all')}
        defaultValue={filters.state ?? ''}
        onChange={(e) => change({ state: HANDOFF_STATES.find((s) => s === e.currentTarget.value) })}
        options={HANDOFF_STATES.map((value) => ({ value, label: states(value) }))}
        className="w-44"
      />
      <Select
        key={`sort ${filters.sort}`}
        label={t('sort')}
        defaultValue={filters.sort ?? 'needs'}
        onChange={(e) => change({ sort: e.currentTarget.value === 'newest' ? 'newest' : undefined })}
        options={[
          { value: 'needs', label: t('sortNeeds') },
          { value: 'newest', label: t('sortNewest') },
        ]}
        className="w-48"
      />
      <div className="flex flex-wrap gap-x-6">
        <Checkbox
          key={`needs ${filters.needsMe}`}
          label={t('needsMe')}
          defaultChecked={filters.needsMe}
          onChange={(e) => change({ needsMe: e.currentTarget.checked })}
        />
        <Checkbox
          key={`open ${filters.open}`}
          label={t('open')}
          defaultChecked={filters.open}
          onChange={(e) => change({ open: e.currentTarget.checked })}
        />
      </div>
    </FilterBar>
  );
}

function NoHandoffs({ filters, onFilters }: HandoffsPageProps) {
  const t = useTranslations('handoffs.box');
  if (isNarrowed(filters)) {
    const clear = () => onFilters({ box: filters.box, sort: filters.sort });
    return (
      <EmptyState
        icon={SearchX}
        title={t('noneFound')}
        action={
          <Button variant="outline" onClick={clear}>
            {t('clear')}
          </Button>
        }
      >
        {t('noneFoundWhy')}
      </EmptyState>
    );
  }
  const sent = filters.box === 'sent';
  return (
    <EmptyState
      icon={ArrowLeftRight}
      title={t(sent ? 'noneSent' : 'noneReceived')}
      action={
        sent && (
          <LinkButton to="/cases" variant="outline">
            {t('toCases')}
          </LinkButton>
        )
      }
    >
      {t(sent ? 'noneSentWhy' : 'noneReceivedWhy')}
    </EmptyState>
  );
}

function BoxTable({ rows, box }: { rows: readonly HandoffSummary[]; box: 'received' | 'sent' }) {
  const t = useTranslations('handoffs.box');
  const steps = useTranslations('handoffs.nextStep');
  const columns: Column<HandoffSummary>[] = [
    {
      id: 'who',
      header: t('who'),
      main: true,
      nowrap: true,
      cell: (h) => (
        <span className="inline-flex flex-col items-start">
          <span className="text-[0.875rem] font-normal tabular-nums">{h.caseNumber}</span>
          <span className="font-bold underline underline-offset-[0.1875rem]">{h.subjectName ?? t('noName')}</span>
        </span>
      ),
    },
    {
      id: 'partner',
      header: t(box === 'sent' ? 'to' : 'from'),
      cell: (h) => (
        <>
          <span className="block">{(box === 'sent' ? h.to : h.from).name}</span>
          <span className="mt-1 line-clamp-2 text-[0.9375rem] text-solid-gray-700">{h.reason}</span>
        </>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      cell: (h) => (
        <span className="flex flex-col items-start gap-1">
          <HandoffStateBadge state={h.state} />
          <AskChip ask={h.ask} />
          {h.urgent && <UrgentMark />}
          {h.protected && <ProtectedMark />}
          {h.pingPong && <PingPongMark />}
          {h.refusalReported && (
            <span className="inline-flex items-center gap-1 text-[0.875rem] text-orange-1100">
              <MessageSquareWarning aria-hidden size="1.1em" />
              {t('refusal')}
            </span>
          )}
        </span>
      ),
    },
    { id: 'due', header: t('due'), nowrap: true, cell: (h) => <DueOf handoff={h} /> },
    {
      id: 'next',
      header: t('next'),
      cell: (h) => (
        <span className={cx('[word-break:auto-phrase]', h.needsMe && 'font-bold')}>{steps(nextStep(h))}</span>
      ),
    },
    { id: 'requested', header: t('requested'), nowrap: true, wideOnly: true, cell: (h) => shortDay(h.requestedAt) },
  ];
  return (
    <Table
      caption={t('caption')}
      columns={columns}
      rows={rows}
      rowKey={(h) => h.id}
      density="normal"
      rowTone={(h) => (h.needsMe ? (h.overdue ? 'urgent' : 'unread') : undefined)}
      rowLink={(h) => ({
        to: '/cases/$caseId',
        params: { caseId: h.caseId },
        search: { tab: 'handoffs', handoff: h.id },
      })}
    />
  );
}

/** The time that counts now: to answer while open, to meet the household after that. */
function DueOf({ handoff: h }: { handoff: HandoffSummary }) {
  const t = useTranslations('handoffs.card');
  if (isOpen(h.state)) return <DueMark due={h.dueAt} />;
  if (h.contactDueAt && (h.state === 'accepted' || h.state === 'joined')) {
    return (
      <span className="flex flex-col">
        <span className="text-[0.875rem] text-solid-gray-700">{t('contactDue')}</span>
        <DueMark due={h.contactDueAt} />
      </span>
    );
  }
  return null;
}
