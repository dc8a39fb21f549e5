import { CalendarDays, CalendarPlus, DoorOpen } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type ConferenceSummary, listConferences, type ConferencePage as Page } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { useSession } from '@/app/session';
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
  Select,
  Skeleton,
  Table,
} from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { FeedDialog } from './FeedDialog';
import { CONFERENCE_VIEWS, type ConferenceFilters, conferenceQuery } from './filters';
import { ConferenceStateChip } from './marks';
import { RoomsDialog } from './RoomsDialog';
import { spanText } from './times';

// FullCalendar is only for who looks at a month or a week.
const ConferenceCalendar = lazy(() => import('./ConferenceCalendar'));

export interface ConferencesPageProps {
  filters: ConferenceFilters;
  onFilters: (filters: ConferenceFilters) => void;
}

/** Every conference the reader may know of: as a list, by month, by week. */
export function ConferencesPage({ filters, onFilters }: ConferencesPageProps) {
  const t = useTranslations('conferences');
  const [open, setOpen] = useState<'feed' | 'rooms'>();
  const { me } = useSession();
  const arranges = me?.roles.some((r) => r === 'coordinator' || r === 'city_office') ?? false;
  const view = filters.view ?? 'list';
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('documentTitle')}
        actions={
          <>
            <Button variant="outline" icon={CalendarPlus} onClick={() => setOpen('feed')}>
              {t('feed.button')}
            </Button>
            {arranges && (
              <Button variant="outline" icon={DoorOpen} onClick={() => setOpen('rooms')}>
                {t('rooms.button')}
              </Button>
            )}
          </>
        }
      >
        {t('lead')}
      </PageHeader>
      <div className="flex flex-col gap-5">
        <Filters filters={filters} onFilters={onFilters} />
        {view === 'list' ? (
          <List filters={filters} />
        ) : (
          <Suspense fallback={<Skeleton lines={10} />}>
            <ConferenceCalendar key={view} view={view} mine={filters.mine ?? false} />
          </Suspense>
        )}
      </div>
      {open === 'feed' && <FeedDialog onClose={() => setOpen(undefined)} />}
      {open === 'rooms' && <RoomsDialog onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Filters({ filters, onFilters }: ConferencesPageProps) {
  const t = useTranslations('conferences');
  const view = filters.view ?? 'list';
  return (
    <FilterBar>
      <Select
        label={t('view')}
        defaultValue={view}
        options={CONFERENCE_VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        onChange={(e) => {
          const next = CONFERENCE_VIEWS.find((v) => v === e.currentTarget.value);
          onFilters({ ...filters, view: next === 'list' ? undefined : next });
        }}
        className="w-40"
      />
      {view === 'list' && (
        <Select
          key={`when ${filters.when}`}
          label={t('when')}
          defaultValue={filters.when ?? 'upcoming'}
          options={(['upcoming', 'past'] as const).map((value) => ({ value, label: t(`whens.${value}`) }))}
          onChange={(e) => onFilters({ ...filters, when: e.currentTarget.value === 'past' ? 'past' : undefined })}
          className="w-44"
        />
      )}
      <Checkbox
        key={`mine ${filters.mine}`}
        label={t('mine')}
        defaultChecked={filters.mine}
        onChange={(e) => onFilters({ ...filters, mine: e.currentTarget.checked || undefined })}
        className="self-end"
      />
    </FilterBar>
  );
}

function List({ filters }: { filters: ConferenceFilters }) {
  const t = useTranslations('conferences');
  const query = conferenceQuery(filters);
  const list = useKeyset<ConferenceSummary, Page>('listConferences', 'conference', query, async (page, signal) => {
    const { data } = await listConferences({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  if (list.isPending) return <Skeleton lines={6} />;
  if (list.isError) return <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />;
  if (list.rows.length === 0) {
    return (
      <EmptyState icon={CalendarDays} title={t(filters.when === 'past' ? 'nonePast' : 'none')}>
        {t('noneWhy')}
      </EmptyState>
    );
  }
  return (
    <div>
      <ConferenceTable rows={list.rows} />
      <Pager
        shown={list.rows.length}
        total={list.total}
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </div>
  );
}

export function ConferenceTable({ rows }: { rows: readonly ConferenceSummary[] }) {
  const t = useTranslations('conferences');
  const columns: Column<ConferenceSummary>[] = [
    {
      id: 'conference',
      header: t('columns.conference'),
      main: true,
      cell: (k) => (
        <>
          <span className="block">{t(`kinds.${k.kind}`)}</span>
          <span className="block text-[0.875rem] font-normal tabular-nums">{k.number}</span>
          <span className="mt-1 line-clamp-2 text-[0.9375rem] font-normal text-solid-gray-700">{k.purpose}</span>
        </>
      ),
    },
    {
      id: 'at',
      header: t('columns.at'),
      cell: (k) =>
        k.startsAt && k.endsAt ? (
          spanText(k.startsAt, k.endsAt)
        ) : (
          <span className="text-solid-gray-700">{t('from', { at: formatInstant(k.at) })}</span>
        ),
    },
    {
      id: 'state',
      header: t('columns.state'),
      cell: (k) => (
        <span className="flex flex-wrap gap-1.5">
          <ConferenceStateChip state={k.state} />
          {k.toAnswer && (
            <Chip tone="orange" strong>
              {t('toAnswer')}
            </Chip>
          )}
        </span>
      ),
    },
    { id: 'place', header: t('columns.place'), wideOnly: true, cell: (k) => k.roomName ?? k.place },
    {
      id: 'answers',
      header: t('columns.answers'),
      nowrap: true,
      cell: (k) =>
        k.state === 'polling'
          ? t('answered', { answered: k.answered, invited: k.invited })
          : t('attend', { attend: k.attend, invited: k.invited }),
    },
    {
      id: 'case',
      header: t('columns.case'),
      wideOnly: true,
      nowrap: true,
      cell: (k) => <span className="tabular-nums">{k.caseNumber}</span>,
    },
  ];
  return (
    <Table
      caption={t('caption')}
      columns={columns}
      rows={rows}
      rowKey={(k) => k.id}
      rowTone={(k) => (k.toAnswer ? 'unread' : undefined)}
      rowLink={(k) => ({ to: '/conferences/$conferenceId', params: { conferenceId: k.id } })}
    />
  );
}
