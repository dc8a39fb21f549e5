import { useQueryClient } from '@tanstack/react-query';
import { FilePlus2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { addAddendum, type Meeting, type MinutesRecord } from '@/api/generated';
import { getMinutesOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Select, Textarea, TextField, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../../handoffs/useVerb';
import { VerbDialog } from '../../handoffs/VerbDialog';

/** 追記: a final record is never changed, only added to, with the reason. */
export function AddendumDialog({
  meeting,
  record,
  onClose,
}: {
  meeting: Meeting;
  record: MinutesRecord;
  onClose: () => void;
}) {
  const t = useTranslations('meetings.addendum');
  const toast = useToast();
  const queries = useQueryClient();
  const path = { conferenceId: meeting.conferenceId };
  const verb = useVerb({
    read: (form) => {
      const [text, reason] = [textOf(form, 'text'), textOf(form, 'reason')];
      const faults: Record<string, string> = {};
      if (!text) faults.text = t('textMissing');
      if (!reason) faults.reason = t('reasonMissing');
      if (Object.keys(faults).length > 0) return faulty(faults);
      return ready({ text, reason, itemId: textOf(form, 'itemId') || undefined });
    },
    send: async (body, headers) =>
      (await addAddendum({ path, body, headers: { ...headers, 'If-Match': record.etag }, throwOnError: true })).data,
    done: (answer) => {
      queries.setQueryData(getMinutesOptions({ path }).queryKey, answer);
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={FilePlus2}
      verb={verb}
      onClose={onClose}
    >
      <Select
        name="itemId"
        id="itemId"
        label={t('item')}
        width="full"
        empty={t('whole')}
        options={record.minutes.items.map((i) => ({ value: i.id, label: i.title }))}
      />
      <Textarea name="text" id="text" label={t('text')} required limit={10000} rows={4} error={verb.faults.text} />
      <TextField name="reason" id="reason" label={t('reason')} required error={verb.faults.reason} />
    </VerbDialog>
  );
}
