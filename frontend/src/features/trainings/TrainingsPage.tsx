import { useNavigate } from '@tanstack/react-router';
import { CalendarPlus, Presentation } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { listTrainings, type TrainingPage as Page, planTraining, type Training } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { hasRole, useMe } from '@/app/session';
import {
  Button,
  Chip,
  type ChipTone,
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
import { dateOfInstant } from '@/lib/format';
import { fiscalYear, formatFiscalYear, formatWareki } from '@/lib/wareki';
import type { TrainingFilters } from './search';
import { TrainingDialog } from './TrainingDialog';

interface TrainingsPageProps {
  filters: TrainingFilters;
  onFilters: (filters: TrainingFilters) => void;
}

/** 研修: what is offered, what was held, and how many came. */
export function TrainingsPage({ filters, onFilters }: TrainingsPageProps) {
  const t = useTranslations('trainings');
  const navigate = useNavigate();
  const [planning, setPlanning] = useState(false);
  const writes = hasRole(useMe(), 'coordinator', 'city_office');
  const query = { fiscalYear: filters.year, limit: 30 };
  const list = useKeyset<Training, Page>('listTrainings', 'training', query, async (page, signal) => {
    const { data } = await listTrainings({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  const plan = writes && (
    <Button icon={CalendarPlus} onClick={() => setPlanning(true)}>
      {t('plan')}
    </Button>
  );
  const this_ = fiscalYear(dateOfInstant(new Date()));
  const years = list.first?.years ?? [];
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')} actions={plan}>
        {t('lead')}
      </PageHeader>
      <div className="flex flex-col gap-6">
        {years.length > 0 && (
          <ul aria-label={t('counted')} className="flex flex-wrap gap-4">
            {years.slice(0, 4).map((y) => (
              <li key={y.fiscalYear} className="min-w-56 rounded-12 border border-solid-gray-300 px-5 py-4">
                <p className="font-bold">{y.name}</p>
                <p>{t('yearSum', { sessions: y.sessions, people: y.people, agencies: y.agencies })}</p>
              </li>
            ))}
          </ul>
        )}
        <FilterBar>
          <Select
            key={`${filters.year}`}
            label={t('year')}
            empty={t('allYears')}
            defaultValue={filters.year ? String(filters.year) : ''}
            options={Array.from({ length: 6 }, (_, i) => this_ + 1 - i).map((y) => ({
              value: String(y),
              label: formatFiscalYear(y),
            }))}
            onChange={(e) => onFilters({ year: Number(e.currentTarget.value) || undefined })}
            className="w-48"
          />
        </FilterBar>
        {list.isPending && <Skeleton lines={5} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState icon={Presentation} title={t('none')} action={plan}>
            {t('noneWhy')}
          </EmptyState>
        )}
        {list.rows.length > 0 && (
          <div>
            <TrainingTable rows={list.rows} />
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
      {planning && (
        <TrainingDialog
          title={t('plan')}
          submit={t('planSubmit')}
          send={async (body, headers) => (await planTraining({ body, headers, throwOnError: true })).data}
          onDone={(now) => void navigate({ to: '/trainings/$trainingId', params: { trainingId: now.id } })}
          onClose={() => setPlanning(false)}
        />
      )}
    </>
  );
}

const tones: Record<Training['state'], ChipTone> = { planned: 'blue', held: 'green', cancelled: 'neutral' };

export function TrainingState({ state }: { state: Training['state'] }) {
  const t = useTranslations('trainings.state');
  return <Chip tone={tones[state]}>{t(state)}</Chip>;
}

function TrainingTable({ rows }: { rows: readonly Training[] }) {
  const t = useTranslations('trainings');
  const columns: Column<Training>[] = [
    { id: 'title', header: t('name'), main: true, cell: (x) => x.title },
    { id: 'on', header: t('heldOn'), nowrap: true, cell: (x) => formatWareki(x.heldOn) },
    { id: 'state', header: t('stateHead'), nowrap: true, cell: (x) => <TrainingState state={x.state} /> },
    { id: 'place', header: t('place'), wideOnly: true, cell: (x) => x.place },
    {
      id: 'people',
      header: t('people'),
      nowrap: true,
      align: 'end',
      cell: (x) => (x.state === 'held' ? t('persons', { n: x.people }) : ''),
    },
  ];
  return (
    <Table
      caption={t('title')}
      columns={columns}
      rows={rows}
      rowKey={(x) => x.id}
      rowLink={(x) => ({ to: '/trainings/$trainingId', params: { trainingId: x.id } })}
    />
  );
}
