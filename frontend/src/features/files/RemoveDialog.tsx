import { Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type File as CaseFile, removeFile } from '@/api/generated';
import { NoticeBanner, Textarea, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

/** ファイルの削除: its content goes for good; that there was one stays in the record. */
export function RemoveDialog({ file, onClose }: { file: CaseFile; onClose: () => void }) {
  const t = useTranslations('files.removal');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      return reason ? ready({ reason }) : faulty({ reason: t('reasonMissing') });
    },
    send: async (body, headers) =>
      (
        await removeFile({
          path: { fileId: file.id },
          body,
          headers: { ...headers, 'If-Match': file.etag },
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
      lead={<p className="break-all">{file.name}</p>}
      submit={t('submit')}
      icon={Trash2}
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
        rows={2}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}
