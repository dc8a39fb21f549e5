import { BookOpen, SearchX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type Advice, listAdvice, type AdvicePage as Page } from '@/api/generated';
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
} from '@/components/ui';
import { shortDay } from '../cases/dates';
import { useReference } from '../cases/reference';
import type { AdviceFilters } from './filters';
import { AdvisorLinks, Codes } from './marks';

interface AdvicePageProps {
  filters: AdviceFilters;
  onFilters: (filters: AdviceFilters) => void;
}

/** 助言の事例: what earlier cases taught, without anybody in it. */
export function AdvicePage({ filters, onFilters }: AdvicePageProps) {
  const t = useTranslations('advisors.library');
  const reference = useReference();
  const me = useMe();
  const registry = hasRole(me, 'worker', 'agency_manager', 'coordinator', 'city_office');
  const query = { q: filters.q || undefined, field: filters.field, issue: filters.issue, limit: 20 };
  const list = useKeyset<Advice, Page>('listAdvice', 'dispatch', query, async (page, signal) => {
    const { data } = await listAdvice({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  const narrowed = Boolean(filters.q || filters.field || filters.issue);
  return (
    <div className="max-w-4xl">
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t('lead')}
      </PageHeader>
      <AdvisorLinks at="advice" registry={registry} />
      <div className="flex flex-col gap-5">
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
            empty={t('all')}
            defaultValue={filters.field ?? ''}
            options={(reference?.fields ?? []).map((f) => ({ value: f.code, label: f.label }))}
            onChange={(e) => onFilters({ ...filters, field: e.currentTarget.value || undefined })}
            className="w-44"
          />
          <Select
            key={`issue ${filters.issue} ${reference ? 1 : 0}`}
            label={t('issue')}
            empty={t('all')}
            defaultValue={filters.issue ?? ''}
            options={(reference?.issueTypes ?? []).map((f) => ({ value: f.code, label: f.label }))}
            onChange={(e) => onFilters({ ...filters, issue: e.currentTarget.value || undefined })}
            className="w-60"
          />
        </FilterBar>
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState
            icon={narrowed ? SearchX : BookOpen}
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
            <ul aria-label={t('list')} className="flex flex-col gap-4">
              {list.rows.map((a) => (
                <li key={a.id}>
                  <AdviceCard advice={a} />
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

function AdviceCard({ advice: a }: { advice: Advice }) {
  const t = useTranslations('advisors.library');
  const modes = useTranslations('advisors.mode');
  return (
    <Card title={a.title}>
      <p className="whitespace-pre-wrap">{a.text}</p>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Codes label={t('field')} codes={a.fields} />
        {a.issues.length > 0 && <Codes label={t('issue')} codes={a.issues} />}
        <span className="flex items-center gap-2 text-[0.875rem] text-solid-gray-700">
          <Chip>{modes(a.mode)}</Chip>
          {shortDay(a.at)}
        </span>
      </div>
    </Card>
  );
}
