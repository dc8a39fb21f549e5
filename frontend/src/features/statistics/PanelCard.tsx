import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Panel } from '@/api/generated';
import { getPanelOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Chart } from '@/components/charts';
import { Button, ProblemPanel, Skeleton } from '@/components/ui';
import { PanelItems } from './PanelItems';
import { PanelTable } from './PanelTable';
import { barHeight, barOption, heatmapOption } from './panelOptions';
import { type DashboardView, fiscalYearOf, largest, type PANELS, periodOf, rowTotal } from './panels';
import { usePanelWords } from './usePanelWords';
import { WardMap } from './WardMap';

export interface PanelCardProps {
  panel: (typeof PANELS)[number];
  view: DashboardView;
  onView: (view: DashboardView) => void;
}

/** One panel: what it is, the picture, the table of the same figures, and the list behind the figure that was chosen. */
export function PanelCard({ panel: p, view, onView }: PanelCardProps) {
  const t = useTranslations('statistics.panels');
  const words = usePanelWords(p.name);
  const query = {
    panel: p.name,
    ...periodOf(view.year ?? fiscalYearOf(new Date())),
    agencyId: view.agency,
    published: view.published,
  };
  const figures = useQuery(getPanelOptions({ query }));
  return (
    <section
      aria-labelledby={`panel-${p.name}`}
      className="flex min-w-0 flex-col gap-3 rounded-12 border border-solid-gray-420 p-5"
    >
      <h3 id={`panel-${p.name}`} className="text-[1.125rem] font-bold">
        {words.title}
      </h3>
      <p className="text-[0.9375rem] text-solid-gray-700">{words.lead}</p>
      {figures.isPending && <Skeleton lines={5} />}
      {figures.isError && !figures.data && (
        <ProblemPanel error={figures.error} level={4} onRetry={() => void figures.refetch()} />
      )}
      {figures.data?.rows.every((r) => rowTotal(r) === 0 && r.cells.every((n) => n === 0)) && (
        <p className="text-solid-gray-700">{t('nothing')}</p>
      )}
      {figures.data?.rows.some((r) => r.cells.some((n) => n !== 0)) && (
        <Figures panel={p} data={figures.data} view={view} onView={onView} query={query} />
      )}
    </section>
  );
}

function Figures(props: PanelCardProps & { data: Panel; query: { from: string; until: string; agencyId?: string } }) {
  const { panel: p, data, view, onView, query } = props;
  const t = useTranslations('statistics.panels');
  const words = usePanelWords(p.name);
  const [asTable, setAsTable] = useState(p.kind === 'table');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the panel and the language, which render anew.
  const option = useMemo(
    () => (p.kind === 'heatmap' ? heatmapOption(data, words) : barOption(data, words, p.sums)),
    [data, p],
  );
  const top = largest(data, p.sums);
  const summary = top
    ? t('summary', { row: words.row(top.row), count: top.count, rows: data.rows.length })
    : t('nothing');
  const columns = data.columns.length;
  return (
    <>
      {p.kind !== 'table' && !asTable && p.kind !== 'map' && (
        <Chart
          option={option}
          height={p.kind === 'heatmap' ? 560 : barHeight(data.rows.length * (p.sums || columns < 2 ? 1 : 1.2))}
          summary={summary}
          name={words.title}
        />
      )}
      {p.kind === 'map' && !asTable && <WardMap data={data} word={words.row} summary={summary} />}
      {asTable && <PanelTable panel={p} data={data} view={view} onView={onView} />}
      {p.kind !== 'table' && (
        <div data-no-print>
          <Button size="sm" variant="outline" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
            {t(asTable ? 'asPicture' : 'asTable')}
            <span className="visually-hidden">{words.title}</span>
          </Button>
        </div>
      )}
      {view.panel === p.name && view.row !== undefined && view.column !== undefined && (
        <PanelItems
          panel={p.name}
          data={data}
          row={view.row}
          column={view.column}
          query={query}
          onClose={() => onView({ ...view, panel: undefined, row: undefined, column: undefined })}
        />
      )}
    </>
  );
}
