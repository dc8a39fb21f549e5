import { useQuery } from '@tanstack/react-query';
import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Export, exportCases } from '@/api/generated';
import { listExportsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { DateField, type DateValue, RadioGroup, Textarea } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { fiscalYear, formatWareki } from '@/lib/wareki';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { ExportProgress, SaveExport } from './ExportProgress';

const FORMATS = ['xlsx', 'csv'] as const;

/** 一覧の書き出し: the cases one works on as a table, without persons; each stands in its ledger afterwards. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const recent = useQuery({ ...listExportsOptions({ query: { limit: 5 } }), staleTime: 0, gcTime: 0 });
  const [begun, setBegun] = useState<string>();
  if (recent.isPending) return null;
  const items = recent.data?.items ?? [];
  const shown = begun ?? items.find((e) => e.actions.includes('cancel'))?.id;
  if (shown) return <ExportProgress exportId={shown} onClose={onClose} />;
  const ready = items.filter((e) => e.actions.includes('download'));
  return <OrderDialog ready={ready} onClose={onClose} onBegun={setBegun} />;
}

interface OrderDialogProps {
  /** What was made before and can still be saved. */
  ready: readonly Export[];
  onClose: () => void;
  onBegun: (id: string) => void;
}

function OrderDialog({ ready: before, onClose, onBegun }: OrderDialogProps) {
  const t = useTranslations('cases.export');
  const today = todayInJapan(new Date());
  const first = `${fiscalYear(today)}-04-01`;
  const [from, setFrom] = useState<DateValue>({ text: first, date: first, valid: true });
  const [until, setUntil] = useState<DateValue>({ text: today, date: today, valid: true });
  const verb = useVerb({
    read: (form) => {
      const faults: Record<string, string> = {};
      const purpose = textOf(form, 'purpose');
      if (!from.valid || !from.date) faults.from = t('dateMissing');
      if (!until.valid || !until.date) faults.until = t('dateMissing');
      if (!purpose) faults.purpose = t('purposeMissing');
      const format = FORMATS.find((f) => f === form.get('format')) ?? 'xlsx';
      if (Object.keys(faults).length > 0 || !from.date || !until.date) return faulty(faults);
      return ready({ format, from: from.date, until: until.date, purpose });
    },
    send: async (body, headers) => (await exportCases({ body, headers, throwOnError: true })).data,
    done: (e) => onBegun(e.id),
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={FileDown}
      verb={verb}
      onClose={onClose}
    >
      <RadioGroup
        name="format"
        label={t('format')}
        columns={2}
        defaultValue="xlsx"
        options={FORMATS.map((value) => ({ value, label: t(`formats.${value}`) }))}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <DateField
          id="from"
          name="from"
          label={t('from')}
          defaultValue={first}
          onDateChange={setFrom}
          error={verb.faults.from}
        />
        <DateField
          id="until"
          name="until"
          label={t('until')}
          defaultValue={today}
          onDateChange={setUntil}
          error={verb.faults.until}
        />
      </div>
      <Textarea
        name="purpose"
        id="purpose"
        label={t('purpose')}
        hint={t('purposeHint')}
        required
        limit={2000}
        rows={2}
        error={verb.faults.purpose}
      />
      {before.length > 0 && (
        <section aria-labelledby="exports-before" className="border-t border-solid-gray-300 pt-4">
          <h3 id="exports-before" className="mb-2 font-bold">
            {t('before')}
          </h3>
          <ul className="flex flex-col gap-2">
            {before.map((e) => (
              <li key={e.id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <span className="grow">
                  {t('one', { from: formatWareki(e.from), until: formatWareki(e.until), count: e.done })}
                </span>
                <SaveExport of={e} variant="outline" size="sm" />
              </li>
            ))}
          </ul>
        </section>
      )}
    </VerbDialog>
  );
}
