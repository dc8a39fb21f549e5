import { ShieldOff } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { endProtection, type Protection } from '@/api/generated';
import { NoticeBanner, Textarea, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

/** 支援措置を終える: everybody who works on the case sees the address again. */
export function EndDialog({
  caseId,
  protection: p,
  onClose,
}: {
  caseId: string;
  protection: Protection;
  onClose: () => void;
}) {
  const t = useTranslations('protections.end');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      return reason ? ready({ reason }) : faulty({ reason: t('reasonMissing') });
    },
    send: async (body, headers) =>
      (await endProtection({ path: { caseId, protectionId: p.id }, body, headers, throwOnError: true })).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title', { name: p.personName })}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={ShieldOff}
      variant="danger"
      verb={verb}
      onClose={onClose}
    >
      <NoticeBanner tone="warning" level={3} title={t('effectTitle')}>
        {t('effect')}
      </NoticeBanner>
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        required
        limit={2000}
        rows={3}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}
