import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { AnnualStatistics, AnnualYear, Measure } from '@/api/generated';
import { cx } from '@/lib/cx';
import { SaveTable } from './SaveTable';
import { type AnnualView, calendarMonth } from './search';

const cell = 'border-b border-solid-gray-200 px-2 py-3 text-right tabular-nums whitespace-nowrap';
const head = 'border-b border-solid-gray-600 bg-solid-gray-50 px-2 py-3 font-bold whitespace-nowrap';
// stays where it is while the years move under it
const first = 'sticky left-0 z-1 max-w-48 sm:max-w-none';

/** One row a measure, one column a fiscal year, and all of them together. */
export function AnnualTable({
  data,
  view,
  onView,
}: {
  data: AnnualStatistics;
  view: AnnualView;
  /** Opens a figure to its list; absent for those who see the figures alone. */
  onView?: (view: AnnualView) => void;
}) {
  const t = useTranslations('statistics');
  const compared = data.comparison;
  const { title, span } = useCompared(compared?.months ?? 0);
  const scroller = useRef<HTMLElement>(null);
  // Where there is no room for all of them, the newest years are what one came for.
  useEffect(() => {
    if (scroller.current) scroller.current.scrollLeft = scroller.current.scrollWidth;
  }, []);
  const rows = [
    [
      t('measure'),
      ...data.years.map((y) => y.label),
      t('total'),
      ...(compared ? [span ? `${title}（${span}）` : title] : []),
    ],
    ...data.measures.map((m, i) => [
      m.label,
      ...data.years.map((y) => known(y, i)),
      data.totals[i],
      ...(compared ? [compared.changes[i]?.change] : []),
    ]),
  ];
  return (
    <section ref={scroller} className="overflow-x-auto" aria-label={t('table')} data-quiet-focus>
      <table className="w-full border-collapse">
        <caption className="visually-hidden">{t('table')}</caption>
        <thead>
          <tr>
            <th scope="col" className={cx(head, first, 'text-left')}>
              {t('measure')}
            </th>
            {data.years.map((y) => (
              <th key={y.fiscalYear} scope="col" className={cx(head, 'text-right')}>
                <YearHead year={y} />
              </th>
            ))}
            <th scope="col" className={cx(head, 'text-right')}>
              {t('total')}
            </th>
            {compared && (
              <th scope="col" className={cx(head, 'min-w-22 text-right whitespace-normal')}>
                <span className="block">{title}</span>
                {span && <span className="block text-[0.8125rem] font-normal text-solid-gray-700">{span}</span>}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {data.measures.map((m, row) => (
            <tr key={m.measure} className={m.total ? 'bg-solid-gray-50 font-bold' : undefined}>
              <th
                scope="row"
                className={cx(
                  'border-b border-solid-gray-200 px-2 py-3 text-left',
                  first,
                  m.total ? 'bg-solid-gray-50' : 'bg-white',
                  m.total ? 'font-bold' : 'font-normal',
                )}
              >
                {m.label}
              </th>
              {data.years.map((y) => (
                <td key={y.fiscalYear} className={cell}>
                  <FigureCell year={y} row={row} label={m.label} measure={m.measure} view={view} onView={onView} />
                </td>
              ))}
              <td className={cx(cell, 'font-bold')}>{data.totals[row]?.toLocaleString('ja-JP')}</td>
              {compared && <td className={cell}>{signed(compared.changes[row]?.change)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2 text-[0.875rem] text-solid-gray-700">{t('marks')}</p>
      <SaveTable name={t('table')} rows={rows} />
    </section>
  );
}

/** What the last column compares: whole years, or the months of the running year that are over. */
function useCompared(months: number): { title: string; span?: string } {
  const t = useTranslations('statistics');
  if (months === 0 || months === 12) return { title: t('change') };
  const span = months === 1 ? t('changeApril') : t('changeMonths', { last: calendarMonth(months) });
  return { title: t('changeSame'), span };
}

const marks = {
  recorded: 'recordedShort',
  frozen: 'frozenShort',
  running: 'countedShort',
  ended: 'endedShort',
  unknown: 'unknownShort',
} as const;

/** The figure of a year; undefined where nothing is known of it. */
function known(y: AnnualYear, row: number): number | undefined {
  return y.standing === 'unknown' ? undefined : y.figures[row]?.value;
}

function YearHead({ year: y }: { year: AnnualYear }) {
  const t = useTranslations('statistics');
  return (
    <>
      <span className="block">{y.label}</span>
      <span className="block text-[0.8125rem] font-normal text-solid-gray-700">{t(marks[y.standing])}</span>
    </>
  );
}

function FigureCell(props: {
  year: AnnualYear;
  row: number;
  label: string;
  measure: Measure;
  view: AnnualView;
  onView?: (view: AnnualView) => void;
}) {
  const { year: y, row, label, measure, view, onView } = props;
  const t = useTranslations('statistics');
  const figure = y.figures[row];
  if (!figure) return null;
  if (y.standing === 'unknown') return <span title={t('unknown')}>―</span>;
  const text = figure.value.toLocaleString('ja-JP');
  if (!onView || figure.counted === 0) return <>{text}</>;
  const open = view.measure === measure && view.year === y.fiscalYear && view.month === undefined;
  return (
    <button
      type="button"
      aria-pressed={open}
      aria-label={t('open', { year: y.name, measure: label, count: figure.value })}
      onClick={() => onView({ ...view, year: y.fiscalYear, measure, month: undefined })}
      className="-my-2 inline-flex min-h-11 min-w-11 items-center justify-end rounded-4 px-1 text-key-1000 underline underline-offset-[0.1875rem] hover:bg-key-50 hover:decoration-[3px] aria-pressed:bg-key-100"
    >
      {text}
    </button>
  );
}

/** With its sign, for a comparison is not a figure; a dash where nothing can be said. */
export function signed(n: number | undefined): string {
  if (n === undefined) return '―';
  return n === 0 ? '±0' : n > 0 ? `+${n.toLocaleString('ja-JP')}` : `−${(-n).toLocaleString('ja-JP')}`;
}
