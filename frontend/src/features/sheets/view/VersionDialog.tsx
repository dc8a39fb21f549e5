import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { getSheetVersionOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Dialog, ProblemPanel, Skeleton } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { SheetView } from './SheetView';

/** An earlier version, as it was. */
export function VersionDialog({ sheetId, number, onClose }: { sheetId: string; number: number; onClose: () => void }) {
  const t = useTranslations('sheets.versions');
  const query = useQuery(getSheetVersionOptions({ path: { sheetId, number } }));
  return (
    <Dialog open onClose={onClose} size="lg" title={t('readTitle', { number })}>
      {query.isPending && <Skeleton lines={6} />}
      {query.isError && <ProblemPanel error={query.error} level={3} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <p className="mb-4 text-solid-gray-700">
            {formatInstant(query.data.at)}　{query.data.agency.name}・{query.data.by.name}
          </p>
          <SheetView content={query.data.content} masked={query.data.masked} />
        </>
      )}
    </Dialog>
  );
}
