import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type AnnualStatistics, getAnnualStatisticsPdf, type Me } from '@/api/generated';
import { getAnnualStatisticsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { hasRole } from '@/app/session';
import { NoticeBanner, PageHeader, ProblemPanel, Skeleton } from '@/components/ui';
import { OpenPaperButton } from '../paper';
import { AnnualTable } from './AnnualTable';
import { FigureList } from './FigureList';
import { MonthTable } from './MonthTable';
import { StatisticsNav } from './StatisticsNav';
import type { AnnualView } from './search';
import { YearCards } from './YearCards';

export interface AnnualPageProps {
  me: Me;
  view: AnnualView;
  onView: (view: AnnualView) => void;
}

/** 年度統計, as the city publishes it: counted from what happened, nobody keys it in. */
export function AnnualPage({ me, view, onView }: AnnualPageProps) {
  const t = useTranslations('statistics');
  const annual = useQuery(getAnnualStatisticsOptions());
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        actions={
          <>
            <OpenPaperButton
              label={t('pdf')}
              name={t('pdfFile')}
              make={() => getAnnualStatisticsPdf({ parseAs: 'blob', throwOnError: true })}
            />
            <a
              href="/api/v1/open-data/annual-statistics.csv"
              download
              className="inline-flex min-h-12 items-center gap-2 rounded-8 border border-key-900 px-4 font-bold text-key-900 underline underline-offset-[0.1875rem] hover:bg-key-50"
            >
              <Download aria-hidden size="1.25em" />
              {t('openData')}
            </a>
          </>
        }
      >
        {t('lead')}
      </PageHeader>
      <StatisticsNav />
      {annual.isPending && <Skeleton lines={8} />}
      {annual.isError && !annual.data && <ProblemPanel error={annual.error} onRetry={() => void annual.refetch()} />}
      {annual.data && <Loaded data={annual.data} me={me} view={view} onView={onView} />}
    </>
  );
}

function Loaded({ data, me, view, onView }: AnnualPageProps & { data: AnnualStatistics }) {
  const t = useTranslations('statistics');
  const opens = hasRole(me, 'coordinator', 'city_office');
  const newest = data.years.at(-1);
  const year = data.years.find((y) => y.fiscalYear === view.year) ?? newest;
  if (!year) return null;
  return (
    <div className="flex flex-col gap-10">
      <AnnualTable data={data} view={view} onView={opens ? onView : undefined} />
      {data.years.some((y) => y.differs) && (
        <NoticeBanner tone="info" title={t('differsTitle')}>
          {t('differs')}
        </NoticeBanner>
      )}
      {opens && view.measure && (
        <FigureList
          data={data}
          measure={view.measure}
          year={year}
          month={view.month}
          onClose={() => onView({ ...view, measure: undefined, month: undefined })}
        />
      )}
      <MonthTable data={data} year={year} view={view} onView={onView} opens={opens} />
      <Definitions data={data} />
      {hasRole(me, 'city_office') && <YearCards data={data} />}
    </div>
  );
}

function Definitions({ data }: { data: AnnualStatistics }) {
  const t = useTranslations('statistics');
  return (
    <section aria-labelledby="definitions">
      <h2 id="definitions" className="mb-3 text-[1.375rem] font-bold">
        {t('definitions')}
      </h2>
      <dl className="grid gap-x-6 gap-y-3 desk:grid-cols-[minmax(16rem,1fr)_2fr]">
        {data.measures.map((m) => (
          <div key={m.measure} className="contents">
            <dt className="font-bold">{m.label}</dt>
            <dd className="text-solid-gray-700 max-desk:mb-2">{m.definition}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
