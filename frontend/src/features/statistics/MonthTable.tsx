import { useTranslations } from 'use-intl';
import type { AnnualStatistics, AnnualYear } from '@/api/generated';
import { Select } from '@/components/ui';
import { cx } from '@/lib/cx';
import { SaveTable } from './SaveTable';
import { type AnnualView, calendarMonth, quarters } from './search';

const cell = 'border-b border-solid-gray-200 px-2 py-2.5 text-right tabular-nums';
const head = 'border-b border-solid-gray-600 bg-solid-gray-50 px-2 py-2.5 font-bold whitespace-nowrap';

/** One fiscal year by month or quarter: what was counted, without what was recorded before the system. */
export function MonthTable(props: {
  data: AnnualStatistics;
  year: AnnualYear;
  view: AnnualView;
  onView: (view: AnnualView) => void;
  opens: boolean;
}) {
  const { data, year, view, onView, opens } = props;
  const t = useTranslations('statistics');
  const byQuarter = view.by === 'quarter';
  const columns = byQuarter
    ? [1, 2, 3, 4].map((n) => t('quarter', { n }))
    : Array.from({ length: 12 }, (_, i) => t('month', { n: calendarMonth(i + 1) }));
  const rows = [
    [t('measure'), ...columns, t('yearSum')],
    ...data.measures.map((m, i) => {
      const months = year.figures[i]?.months ?? [];
      return [m.label, ...(byQuarter ? quarters(months) : months), year.figures[i]?.counted];
    }),
  ];
  return (
    <section aria-labelledby="by-month" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end gap-4">
        <h2 id="by-month" className="mr-auto text-[1.375rem] font-bold">
          {t('byMonth', { year: year.name })}
        </h2>
        <Select
          label={t('year')}
          value={String(year.fiscalYear)}
          options={data.years.toReversed().map((y) => ({ value: String(y.fiscalYear), label: y.name }))}
          onChange={(e) =>
            onView({ ...view, year: Number(e.currentTarget.value), measure: undefined, month: undefined })
          }
          className="w-44"
        />
        <Select
          label={t('per')}
          value={byQuarter ? 'quarter' : ''}
          options={[
            { value: '', label: t('perMonth') },
            { value: 'quarter', label: t('perQuarter') },
          ]}
          onChange={(e) => onView({ ...view, by: e.currentTarget.value === 'quarter' ? 'quarter' : undefined })}
          className="w-36"
        />
      </div>
      <div className="overflow-x-auto" data-quiet-focus>
        <table className="w-full border-collapse text-[0.9375rem]">
          <caption className="visually-hidden">{t('byMonth', { year: year.name })}</caption>
          <thead>
            <tr>
              <th scope="col" className={cx(head, 'min-w-48 text-left')}>
                {t('measure')}
              </th>
              {columns.map((c) => (
                <th key={c} scope="col" className={cx(head, 'text-right')}>
                  {c}
                </th>
              ))}
              <th scope="col" className={cx(head, 'text-right')}>
                {t('yearSum')}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.measures.map((m, row) => {
              const figure = year.figures[row];
              const months = figure?.months ?? [];
              return (
                <tr key={m.measure} className={m.total ? 'bg-solid-gray-50 font-bold' : undefined}>
                  <th
                    scope="row"
                    className={cx(
                      'border-b border-solid-gray-200 px-2 py-2.5 text-left',
                      m.total ? 'font-bold' : 'font-normal',
                    )}
                  >
                    {m.label}
                  </th>
                  {(byQuarter ? quarters(months) : months).map((n, i) => (
                    <td key={columns[i]} className={cx(cell, n === 0 && 'text-solid-gray-600')}>
                      {opens && n > 0 && !byQuarter ? (
                        <button
                          type="button"
                          aria-label={t('openMonth', { month: calendarMonth(i + 1), measure: m.label, count: n })}
                          onClick={() => onView({ ...view, year: year.fiscalYear, measure: m.measure, month: i + 1 })}
                          className="-my-2 inline-flex min-h-11 min-w-9 items-center justify-end rounded-4 text-key-1000 underline underline-offset-[0.1875rem] hover:bg-key-50"
                        >
                          {n}
                        </button>
                      ) : (
                        n
                      )}
                    </td>
                  ))}
                  <td className={cx(cell, 'font-bold')}>{figure?.counted.toLocaleString('ja-JP')}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <SaveTable name={t('byMonth', { year: year.name })} rows={rows} />
      </div>
    </section>
  );
}
