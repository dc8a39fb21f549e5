import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { holdRetention, type RetentionCase } from '@/api/generated';
import { DateField, type DateValue, Textarea, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

/** 保存延長: why, and until when. */
export function HoldDialog({ of, onClose }: { of: RetentionCase; onClose: () => void }) {
  const t = useTranslations('retention.hold');
  const toast = useToast();
  const [until, setUntil] = useState<DateValue>({ text: '', date: undefined, valid: true });
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      const faults: Record<string, string> = {};
      if (!reason) faults.reason = t('reasonMissing');
      if (!until.valid) faults.until = t('untilWrong');
      return Object.keys(faults).length > 0 ? faulty(faults) : ready({ reason, until: until.date });
    },
    send: async (body, headers) =>
      (await holdRetention({ path: { caseId: of.id }, body, headers, throwOnError: true })).data,
    done: () => {
      toast(t('done', { number: of.number }));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title', { number: of.number })}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Lock}
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        hint={t('reasonHint')}
        required
        limit={2000}
        rows={2}
        error={verb.faults.reason}
      />
      <DateField
        name="until"
        id="until"
        label={t('untilLabel')}
        hint={t('untilHint')}
        optional
        onDateChange={setUntil}
        error={verb.faults.until}
      />
    </VerbDialog>
  );
}
