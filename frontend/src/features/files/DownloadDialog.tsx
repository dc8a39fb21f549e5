import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type File as CaseFile, downloadFile } from '@/api/generated';
import { refreshCasework } from '@/api/keyset';
import { saveBlob } from '@/lib/saveBlob';
import { PrintGroundDialog } from '../disclosures/PrintGroundDialog';

/** ダウンロードの前に: to whom and on which ground, as before printing; then the file is saved. */
export function DownloadDialog(props: { file: CaseFile; caseId: string; guarded?: boolean; onClose: () => void }) {
  const { file, caseId, guarded, onClose } = props;
  const t = useTranslations('files.take-away');
  const queries = useQueryClient();
  return (
    <PrintGroundDialog
      thing={{ caseId, parts: ['sheet'], guarded }}
      take={{
        title: t('title', { name: file.name }),
        lead: t('lead'),
        submit: t('submit'),
        send: async ({ toAgencyId, toName, ground, groundNote, purpose, conditions }) => {
          const body = { toAgencyId, toName, ground, groundNote, purpose, conditions };
          const path = { fileId: file.id };
          saveBlob((await downloadFile({ path, body, parseAs: 'blob', throwOnError: true })).data as Blob, file.name);
          await refreshCasework(queries);
        },
      }}
      onClose={onClose}
      onRecorded={onClose}
    />
  );
}
