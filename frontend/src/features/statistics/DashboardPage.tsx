import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { Me } from '@/api/generated';
import { getAgencyOptions } from '@/api/generated/@tanstack/react-query.gen';
import { hasRole } from '@/app/session';
import { Checkbox, FilterBar, NoticeBanner, PageHeader, Select } from '@/components/ui';
import { formatFiscalYear } from '@/lib/wareki';
import { AgencyPicker } from '../directory';
import { PanelCard } from './PanelCard';
import { type DashboardView, fiscalYearOf, PANELS } from './panels';
import { StatisticsNav } from './StatisticsNav';

export interface DashboardPageProps {
  me: Me;
  view: DashboardView;
  onView: (view: DashboardView) => void;
}

const GROUPS = ['handoffs', 'cases', 'issues', 'work'] as const;

/** What the scheme does: coordinators and the city office see all of it, an agency its own part. */
export function DashboardPage({ me, view, onView }: DashboardPageProps) {
  const t = useTranslations('statistics.dashboard');
  const all = hasRole(me, 'coordinator', 'city_office');
  const picked = useQuery({
    ...getAgencyOptions({ path: { agencyId: view.agency ?? '' } }),
    enabled: view.agency !== undefined,
  });
  const chosen = view.agency ? picked.data : undefined;
  const now = fiscalYearOf(new Date());
  const years = Array.from({ length: 6 }, (_, i) => now - i);
  const next = (change: Partial<DashboardView>) =>
    onView({ ...view, panel: undefined, row: undefined, column: undefined, ...change });
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {all ? t('lead') : t('leadOwn', { agency: me.agency.name })}
      </PageHeader>
      <StatisticsNav />
      <div className="flex flex-col gap-6">
        <FilterBar>
          <Select
            label={t('year')}
            value={String(view.year ?? now)}
            options={years.map((y) => ({ value: String(y), label: formatFiscalYear(y) }))}
            onChange={(e) =>
              next({ year: Number(e.currentTarget.value) === now ? undefined : Number(e.currentTarget.value) })
            }
            className="w-48"
          />
          {all && (
            <div className="min-w-64 grow basis-72">
              <AgencyPicker label={t('agency')} value={chosen} onChange={(a) => next({ agency: a?.id })} />
            </div>
          )}
          {all && (
            <div className="self-end pb-2">
              <Checkbox
                label={t('published')}
                checked={view.published ?? false}
                onChange={(e) => next({ published: e.currentTarget.checked || undefined })}
              />
            </div>
          )}
        </FilterBar>
        {view.published && (
          <NoticeBanner tone="info" title={t('publishedTitle')}>
            {t('publishedWhy')}
          </NoticeBanner>
        )}
        {GROUPS.map((group) => (
          <section key={group} aria-labelledby={`group-${group}`} className="flex flex-col gap-4">
            <h2 id={`group-${group}`} className="text-[1.375rem] font-bold">
              {t(group)}
            </h2>
            <div className="grid gap-5 xl:grid-cols-2">
              {PANELS.filter((p) => p.group === group).map((p) => (
                <PanelCard key={p.name} panel={p} view={view} onView={onView} />
              ))}
            </div>
          </section>
        ))}
      </div>
    </>
  );
}
