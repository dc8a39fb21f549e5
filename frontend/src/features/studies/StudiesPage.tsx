import { BookOpen, SearchX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { listStudies, type StudyPage as Page, type StudySummary } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { hasRole, useMe } from '@/app/session';
import {
  Button,
  Card,
  Chip,
  EmptyState,
  FilterBar,
  PageHeader,
  Pager,
  ProblemPanel,
  SearchField,
  Select,
  Skeleton,
  TextLink,
} from '@/components/ui';
import { shortDay } from '../cases/dates';
import { labelOf, useReference } from '../cases/reference';
import type { StudyFilters } from './filters';
import { StudyCodes, StudyStateBadge } from './marks';

interface StudiesPageProps {
  filters: StudyFilters;
  onFilters: (filters: StudyFilters) => void;
}

const most = 5;

/** ケーススタディ: the library for everybody who works with cases, and two shelves for those who write it. */
export function StudiesPage({ filters, onFilters }: StudiesPageProps) {
  const t = useTranslations('studies');
  const writes = hasRole(useMe(), 'coordinator', 'city_office');
  const query = {
    shelf: filters.shelf,
    issue: filters.issues,
    feature: filters.features,
    q: filters.q || undefined,
    limit: 20,
  };
  const list = useKeyset<StudySummary, Page>('listStudies', 'study', query, async (page, signal) => {
    const { data } = await listStudies({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  const narrowed = Boolean(filters.q || filters.issues?.length || filters.features?.length);
  return (
    <div className="max-w-4xl">
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t(writes ? 'leadWriter' : 'lead')}
      </PageHeader>
      <div className="flex flex-col gap-5">
        <StudyFilterBar filters={filters} onFilters={onFilters} writes={writes} />
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState
            icon={narrowed ? SearchX : BookOpen}
            title={t(narrowed ? 'noneFound' : `none.${filters.shelf ?? 'library'}`)}
            action={
              narrowed && (
                <Button variant="outline" onClick={() => onFilters({ shelf: filters.shelf })}>
                  {t('clear')}
                </Button>
              )
            }
          >
            {t(narrowed ? 'noneFoundWhy' : `noneWhy.${filters.shelf ?? 'library'}`)}
          </EmptyState>
        )}
        {list.rows.length > 0 && (
          <div>
            <ul aria-label={t('list')} className="flex flex-col gap-4">
              {list.rows.map((s) => (
                <li key={s.id}>
                  <StudyCard study={s} />
                </li>
              ))}
            </ul>
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
    </div>
  );
}

function StudyFilterBar({ filters, onFilters, writes }: StudiesPageProps & { writes: boolean }) {
  const t = useTranslations('studies');
  const reference = useReference();
  const kinds = [
    { of: 'issues', label: t('addIssue'), any: t('anyIssue'), all: reference?.issueTypes ?? [] },
    { of: 'features', label: t('addFeature'), any: t('anyFeature'), all: reference?.features ?? [] },
  ] as const;
  const active = kinds.flatMap(({ of, all }) => {
    const chosen = filters[of] ?? [];
    return chosen.map((code) => ({
      id: `${of} ${code}`,
      label: labelOf(all, code),
      onRemove: () => onFilters({ ...filters, [of]: chosen.filter((c) => c !== code) }),
    }));
  });
  return (
    <FilterBar
      active={active}
      onClear={active.length > 1 ? () => onFilters({ ...filters, issues: undefined, features: undefined }) : undefined}
    >
      <SearchField
        label={t('search')}
        defaultValue={filters.q}
        onSearch={(q) => onFilters({ ...filters, q: q || undefined })}
        slashKey
        className="min-w-64 grow basis-72"
      />
      {kinds.map(({ of, label, any, all }) => {
        const chosen = filters[of] ?? [];
        if (chosen.length >= most) return null;
        return (
          <Select
            key={`${of} ${chosen.join()} ${reference ? 1 : 0}`}
            label={label}
            empty={chosen.length === 0 ? any : t('moreCodes')}
            defaultValue=""
            options={all.filter((i) => !chosen.includes(i.code)).map((i) => ({ value: i.code, label: i.label }))}
            onChange={(e) => {
              const code = e.currentTarget.value;
              if (code) onFilters({ ...filters, [of]: [...chosen, code] });
            }}
            className="w-64"
          />
        );
      })}
      {writes && (
        <Select
          key={`shelf ${filters.shelf}`}
          label={t('shelf')}
          defaultValue={filters.shelf ?? ''}
          options={[
            { value: '', label: t('shelves.library') },
            { value: 'mine', label: t('shelves.mine') },
            { value: 'review', label: t('shelves.review') },
          ]}
          onChange={(e) =>
            onFilters({ ...filters, shelf: (e.currentTarget.value || undefined) as StudyFilters['shelf'] })
          }
          className="w-56"
        />
      )}
    </FilterBar>
  );
}

function StudyCard({ study: s }: { study: StudySummary }) {
  const t = useTranslations('studies');
  return (
    <Card
      title={
        <TextLink to="/studies/$studyId" params={{ studyId: s.id }}>
          {s.title || t('untitled')}
        </TextLink>
      }
    >
      {s.opening && <p className="line-clamp-3 whitespace-pre-wrap">{s.opening}</p>}
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <StudyCodes issues={s.issues} features={s.features} />
        <span className="flex flex-wrap items-center gap-2 text-[0.875rem] text-solid-gray-700">
          {s.state !== 'published' && <StudyStateBadge state={s.state} />}
          {s.sentBack && <Chip tone="orange">{t('sentBack')}</Chip>}
          {t('steps', { n: s.steps })}
          {s.publishedAt && <span>{t('publishedOn', { date: shortDay(s.publishedAt) })}</span>}
        </span>
      </div>
    </Card>
  );
}
