import { useQuery } from '@tanstack/react-query';
import { EyeOff, FolderSearch } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { listJournalViewersOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';
import { EmptyState, FilterBar, NoticeBanner, PageHeader, ProblemPanel, SearchField, Skeleton } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { FilterDate } from './FilterDate';
import { dayEnd, dayStart, daysBefore, type JournalFilters } from './filters';
import { JournalNav } from './JournalNav';
import { ViewerTable } from './ViewerTable';

export interface ViewersPageProps {
  filters: Pick<JournalFilters, 'q' | 'from' | 'to'>;
  onFilters: (filters: Pick<JournalFilters, 'q' | 'from' | 'to'>) => void;
}

/** この世帯をいつ誰が見たか: the answer 個人情報保護法 asks for when something leaked. */
export function ViewersPage({ filters, onFilters }: ViewersPageProps) {
  const t = useTranslations('journal');
  const today = todayInJapan(new Date());
  const to = filters.to ?? today;
  const from = filters.from ?? daysBefore(today, 30);
  const asked = Boolean(filters.q?.trim()) && from <= to;
  const found = useQuery({
    ...listJournalViewersOptions({
      query: { caseNumber: filters.q?.trim() ?? '', from: dayStart(from), to: dayEnd(to) },
    }),
    enabled: asked,
  });
  const unknownNumber = found.error instanceof ApiProblem && found.error.errors.some((e) => e.pointer === 'caseNumber');
  return (
    <>
      <PageHeader title={t('viewersPage.title')} documentTitle={t('viewersPage.title')}>
        {t('viewersPage.lead')}
      </PageHeader>
      <JournalNav />
      <div className="flex flex-col gap-5">
        <FilterBar>
          <SearchField
            label={t('caseNumber')}
            hint={t('caseNumberHint')}
            defaultValue={filters.q}
            onSearch={(q) => onFilters({ ...filters, q })}
            slashKey
            className="min-w-64 grow basis-64 self-start"
          />
          <FilterDate name="from" label={t('from')} value={from} onChange={(d) => onFilters({ ...filters, from: d })} />
          <FilterDate
            name="to"
            label={t('to')}
            value={to}
            error={to < from ? t('endBeforeStart') : undefined}
            onChange={(d) => onFilters({ ...filters, to: d })}
          />
        </FilterBar>
        {!asked && (
          <EmptyState icon={FolderSearch} title={t('viewersPage.ask')}>
            {t('viewersPage.askWhy')}
          </EmptyState>
        )}
        {asked && found.isPending && <Skeleton lines={6} />}
        {unknownNumber && (
          <NoticeBanner tone="warning" title={t('unknownNumber', { number: filters.q ?? '' })}>
            {t('unknownNumberWhy')}
          </NoticeBanner>
        )}
        {found.isError && !unknownNumber && <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />}
        {asked && found.isSuccess && (
          <section aria-labelledby="viewers-of">
            <h2 id="viewers-of" className="mb-3 text-std-20B-150">
              {t('viewersPage.of', { numbers: found.data.cases.map((c) => c.number).join('、') })}
              <span className="ml-3 text-[1rem] font-normal" role="status">
                {t('viewersPage.people', { count: found.data.items.length })}
              </span>
            </h2>
            {found.data.items.length === 0 ? (
              <EmptyState icon={EyeOff} title={t('viewersPage.none')}>
                {t('viewersPage.noneWhy')}
              </EmptyState>
            ) : (
              <ViewerTable viewers={found.data.items} />
            )}
          </section>
        )}
      </div>
    </>
  );
}
