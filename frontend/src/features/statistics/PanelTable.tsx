import { useTranslations } from 'use-intl';
import type { Panel } from '@/api/generated';
import { cx } from '@/lib/cx';
import type { Cell } from '@/lib/sheet';
import { type DashboardView, HIDDEN, type PANELS, rowTotal } from './panels';
import { SaveTable } from './SaveTable';
import { usePanelWords } from './usePanelWords';

const cell = 'border-b border-solid-gray-200 px-2 py-2 text-right tabular-nums';
const head = 'border-b border-solid-gray-600 bg-solid-gray-50 px-2 py-2 text-right align-bottom font-bold';

/** The same figures as the picture; each opens to the list it was counted from. */
export function PanelTable(props: {
  panel: (typeof PANELS)[number];
  data: Panel;
  view: DashboardView;
  onView: (view: DashboardView) => void;
}) {
  const { panel: p, data, view, onView } = props;
  const t = useTranslations('statistics.panels');
  const words = usePanelWords(p.name);
  const medians = data.rows.some((r) => r.medianHours !== undefined);
  const sums = p.sums && data.columns.length > 1;
  const shown = (n: number): Cell => (n === HIDDEN ? t('hidden') : n);
  const rows: Cell[][] = [
    [t('rows'), ...data.columns.map(words.column), ...(sums ? [t('sum')] : []), ...(medians ? [t('medianHours')] : [])],
    ...data.rows.map((r) => [
      words.row(r),
      ...r.cells.map(shown),
      ...(sums ? [r.cells.includes(HIDDEN) ? t('hidden') : rowTotal(r)] : []),
      ...(medians ? [r.medianHours === undefined ? undefined : Number(r.medianHours.toFixed(1))] : []),
    ]),
  ];
  return (
    <div className="overflow-x-auto" data-quiet-focus>
      <table className="w-full border-collapse text-[0.9375rem]">
        <caption className="visually-hidden">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col" className={cx(head, 'text-left')}>
              {t('rows')}
            </th>
            {data.columns.map((c) => (
              <th key={c.key} scope="col" className={head}>
                {words.column(c)}
              </th>
            ))}
            {sums && (
              <th scope="col" className={head}>
                {t('sum')}
              </th>
            )}
            {medians && (
              <th scope="col" className={head}>
                {t('median')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((r) => (
            <tr key={r.key}>
              <th scope="row" className="border-b border-solid-gray-200 px-2 py-2 text-left font-normal">
                {words.row(r)}
              </th>
              {r.cells.map((n, i) => {
                const c = data.columns[i];
                if (!c) return null;
                return (
                  <td key={c.key} className={cx(cell, n === 0 && 'text-solid-gray-600')}>
                    {n === HIDDEN ? (
                      t('hidden')
                    ) : n === 0 || view.published ? (
                      n
                    ) : (
                      <button
                        type="button"
                        aria-label={t('open', { row: words.row(r), column: words.column(c), count: n })}
                        onClick={() => onView({ ...view, panel: p.name, row: r.key, column: c.key })}
                        className="-my-1.5 inline-flex min-h-10 min-w-9 items-center justify-end rounded-4 text-key-1000 underline underline-offset-[0.1875rem] hover:bg-key-50"
                      >
                        {n.toLocaleString('ja-JP')}
                      </button>
                    )}
                  </td>
                );
              })}
              {sums && (
                <td className={cx(cell, 'font-bold')}>
                  {r.cells.includes(HIDDEN) ? t('hidden') : rowTotal(r).toLocaleString('ja-JP')}
                </td>
              )}
              {medians && (
                <td className={cell}>
                  {r.medianHours === undefined ? '' : t('hours', { n: r.medianHours.toFixed(1) })}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <SaveTable name={words.title} rows={rows} />
    </div>
  );
}
