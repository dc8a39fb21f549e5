import { Lock, PenLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AnnualStatistics, AnnualYear } from '@/api/generated';
import { Button } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { formatFiscalYear } from '@/lib/wareki';
import { signed } from './AnnualTable';
import { ExplainDialog, FreezeDialog, RecordDialog } from './YearDialogs';

type Open = { verb: 'record' | 'freeze' | 'explain'; year: AnnualYear };

/** What the city office keeps of each year: figures of the time before the system, freezing, explaining. */
export function YearCards({ data }: { data: AnnualStatistics }) {
  const t = useTranslations('statistics.years');
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const earlier = (data.years[0]?.fiscalYear ?? 2018) - 1;
  return (
    <section aria-labelledby="years" className="flex flex-col gap-4">
      <h2 id="years" className="text-[1.375rem] font-bold">
        {t('title')}
      </h2>
      <p className="text-solid-gray-700">{t('lead')}</p>
      <ul className="grid gap-4 desk:grid-cols-2">
        {data.years.toReversed().map((y) => (
          <li key={y.fiscalYear} className="flex flex-col gap-3 rounded-12 border border-solid-gray-420 p-5">
            <h3 className="text-[1.125rem] font-bold">{y.name}</h3>
            <p>
              {y.frozenAt
                ? t('frozen', { at: formatInstant(y.frozenAt, 'date'), by: y.frozenBy?.name ?? '' })
                : y.actions.includes('freeze')
                  ? t('open')
                  : t('running')}
            </p>
            {y.note && <p>{t('note', { note: y.note })}</p>}
            {y.differs && <Differences data={data} year={y} />}
            {y.explanation && <p className="whitespace-pre-line">{t('explanation', { text: y.explanation })}</p>}
            <div className="mt-auto flex flex-wrap gap-3">
              {y.actions.map((verb) => (
                <Button
                  key={verb}
                  size="sm"
                  variant="outline"
                  icon={verb === 'freeze' ? Lock : PenLine}
                  onClick={() => setOpen({ verb, year: y })}
                >
                  {t(verb)}
                  <span className="visually-hidden">{y.name}</span>
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      <div>
        <Button variant="text" icon={PenLine} onClick={() => setOpen({ verb: 'record', year: emptyYear(earlier) })}>
          {t('recordEarlier')}
        </Button>
      </div>
      {open?.verb === 'record' && <RecordDialog data={data} year={open.year} onClose={close} />}
      {open?.verb === 'freeze' && <FreezeDialog data={data} year={open.year} onClose={close} />}
      {open?.verb === 'explain' && <ExplainDialog year={open.year} onClose={close} />}
    </section>
  );
}

function Differences({ data, year: y }: { data: AnnualStatistics; year: AnnualYear }) {
  const t = useTranslations('statistics.years');
  const moved = y.figures.flatMap((f, i) => {
    const now = f.counted + (f.recorded ?? 0);
    return f.frozen !== undefined && now !== f.frozen
      ? [{ measure: f.measure, label: data.measures[i]?.label, text: signed(now - f.frozen) }]
      : [];
  });
  return (
    <div className="rounded-8 bg-yellow-50 px-4 py-3">
      <p className="font-bold">{t('differs')}</p>
      <ul>
        {moved.map((m) => (
          <li key={m.measure}>
            {m.label}：{m.text}
          </li>
        ))}
      </ul>
    </div>
  );
}

function emptyYear(fiscalYear: number): AnnualYear {
  return {
    fiscalYear,
    label: '',
    name: formatFiscalYear(fiscalYear),
    standing: 'unknown',
    figures: [],
    version: 0,
    actions: ['record'],
    differs: false,
  };
}
