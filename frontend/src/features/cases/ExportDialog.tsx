import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { exportCases } from '@/api/generated';
import { DateField, type DateValue, RadioGroup, Textarea, useToast } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { saveBlob } from '@/lib/saveBlob';
import { fiscalYear } from '@/lib/wareki';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

const FORMATS = ['xlsx', 'csv'] as const;

/** 一覧の書き出し: the cases one works on as a table, without persons; each stands in its ledger afterwards. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('cases.export');
  const toast = useToast();
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
    send: async (body) => {
      const { data } = await exportCases({ body, parseAs: 'blob', throwOnError: true });
      saveBlob(data as Blob, t('file', { from: body.from, until: body.until, format: body.format }));
    },
    done: () => {
      toast(t('done'));
      onClose();
    },
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
      {verb.busy && (
        <div role="status">
          <p className="mb-1">{t('busy')}</p>
          <progress aria-label={t('busy')} className="h-2 w-full" />
        </div>
      )}
    </VerbDialog>
  );
}
