import { useQueryClient } from '@tanstack/react-query';
import { Lock, Save } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type AnnualStatistics, type AnnualYear, explainYear, freezeYear, recordFigures } from '@/api/generated';
import { getAnnualStatisticsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { NoticeBanner, Textarea, TextField, useToast } from '@/components/ui';
import { tidyNumberText } from '@/lib/kana';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

interface Props {
  year: AnnualYear;
  onClose: () => void;
}

const tag = (y: AnnualYear) => ({ 'If-Match': `"${y.version}"` });

function useDone(onClose: () => void, text: string): () => void {
  const queries = useQueryClient();
  const toast = useToast();
  return () => {
    void queries.invalidateQueries({ queryKey: getAnnualStatisticsQueryKey() });
    toast(text);
    onClose();
  };
}

const RECORDED = [
  'escalations_coordinated',
  'escalations_advice_only',
  'case_conferences',
  'coordination_contacts',
  'advisor_meetings',
] as const;

/** Figures from before the system, as they were published. */
export function RecordDialog({ data, year, onClose }: Props & { data: AnnualStatistics }) {
  const t = useTranslations('statistics.record');
  const done = useDone(onClose, t('done'));
  const verb = useVerb({
    read: (form) => {
      const figures: Partial<Record<(typeof RECORDED)[number], number>> = {};
      const faults: Record<string, string> = {};
      for (const m of RECORDED) {
        const text = tidyNumberText(textOf(form, m)).replaceAll(',', '');
        if (text === '') continue;
        if (/^\d{1,8}$/.test(text)) figures[m] = Number(text);
        else faults[m] = t('notANumber');
      }
      if (Object.keys(faults).length > 0) return faulty(faults);
      return ready({ figures, note: textOf(form, 'note') || undefined });
    },
    send: async (body, headers) =>
      (
        await recordFigures({
          path: { fiscalYear: year.fiscalYear },
          body,
          headers: { ...headers, ...tag(year) },
          throwOnError: true,
        })
      ).data,
    rename: (name) => name.replace(/^figures\./, ''),
    done,
  });
  return (
    <VerbDialog
      title={t('title', { year: year.name })}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Save}
      verb={verb}
      onClose={onClose}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        {RECORDED.map((m) => (
          <TextField
            key={m}
            id={m}
            name={m}
            label={data.measures.find((x) => x.measure === m)?.label ?? m}
            defaultValue={year.figures.find((f) => f.measure === m)?.recorded ?? ''}
            inputMode="numeric"
            tidy={tidyNumberText}
            width="xs"
            error={verb.faults[m]}
            className="justify-between"
          />
        ))}
      </div>
      <TextField
        id="note"
        name="note"
        label={t('note')}
        hint={t('noteHint')}
        defaultValue={year.note}
        error={verb.faults.note}
      />
    </VerbDialog>
  );
}

/** 確定: from then on the table shows these figures, whatever is counted later. */
export function FreezeDialog({ data, year, onClose }: Props & { data: AnnualStatistics }) {
  const t = useTranslations('statistics.freeze');
  const done = useDone(onClose, t('done', { year: year.name }));
  const verb = useVerb({
    read: () => ready({}),
    send: async (_, headers) =>
      (
        await freezeYear({
          path: { fiscalYear: year.fiscalYear },
          headers: { ...headers, ...tag(year) },
          throwOnError: true,
        })
      ).data,
    done,
  });
  return (
    <VerbDialog
      title={t('title', { year: year.name })}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Lock}
      verb={verb}
      onClose={onClose}
    >
      <NoticeBanner tone="warning" level={3} title={t('onceTitle')}>
        {t('once')}
      </NoticeBanner>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2">
        {data.measures.map((m, i) => (
          <div key={m.measure} className="contents">
            <dt>{m.label}</dt>
            <dd className="text-right font-bold tabular-nums">{year.figures[i]?.value.toLocaleString('ja-JP')}</dd>
          </div>
        ))}
      </dl>
    </VerbDialog>
  );
}

/** Why what is counted now differs from what was published. */
export function ExplainDialog({ year, onClose }: Props) {
  const t = useTranslations('statistics.explain');
  const done = useDone(onClose, t('done'));
  const verb = useVerb({
    read: (form) => {
      const text = textOf(form, 'text');
      return text ? ready({ text }) : faulty({ text: t('missing') });
    },
    send: async (body, headers) =>
      (
        await explainYear({
          path: { fiscalYear: year.fiscalYear },
          body,
          headers: { ...headers, ...tag(year) },
          throwOnError: true,
        })
      ).data,
    done,
  });
  return (
    <VerbDialog
      title={t('title', { year: year.name })}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Save}
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        id="text"
        name="text"
        label={t('text')}
        required
        limit={2000}
        rows={5}
        defaultValue={year.explanation}
        error={verb.faults.text}
      />
    </VerbDialog>
  );
}
