import { CalendarX2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type Conference, cancelConference } from '@/api/generated';
import { Textarea, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { conferenceTag } from './useConference';

/** Longest reason, in characters as a reader counts. */
const REASON_LIMIT = 2000;

export function CancelDialog({ conference: k, onClose }: { conference: Conference; onClose: () => void }) {
  const t = useTranslations('conferences.cancelDialog');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      return reason ? ready({ reason }) : faulty({ reason: t('reasonMissing') });
    },
    send: async (body, headers) =>
      (
        await cancelConference({
          path: { conferenceId: k.id },
          body,
          headers: { ...headers, 'If-Match': conferenceTag(k.id) },
          throwOnError: true,
        })
      ).data,
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
      icon={CalendarX2}
      variant="danger"
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        required
        limit={REASON_LIMIT}
        rows={3}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}
