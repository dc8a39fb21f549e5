import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type File as CaseFile, previewFile } from '@/api/generated';
import { Dialog, ProblemPanel, Skeleton } from '@/components/ui';

/** A picture on the page, as the server has drawn it anew. It stays nowhere once the dialog is closed. */
export function PreviewDialog({ file, onClose }: { file: CaseFile; onClose: () => void }) {
  const t = useTranslations('files');
  const found = useQuery({
    queryKey: [{ _id: 'previewFile', path: { fileId: file.id } }],
    queryFn: async ({ signal }) =>
      (await previewFile({ path: { fileId: file.id }, parseAs: 'blob', signal, throwOnError: true })).data as Blob,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!found.data) return;
    const made = URL.createObjectURL(found.data);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [found.data]);
  return (
    <Dialog open size="lg" title={file.name} onClose={onClose}>
      <div className="flex min-h-[50vh] items-center justify-center bg-solid-gray-50 p-2">
        {address ? (
          <img
            src={address}
            alt={t('pictureOf', { name: file.name })}
            className="max-h-[70vh] max-w-full object-contain"
          />
        ) : found.isError ? (
          <ProblemPanel error={found.error} onRetry={() => void found.refetch()} level={3} />
        ) : (
          <Skeleton lines={6} className="w-full" />
        )}
      </div>
    </Dialog>
  );
}
