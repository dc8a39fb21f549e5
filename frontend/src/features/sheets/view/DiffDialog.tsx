import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { diffSheetOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Dialog, ProblemPanel, Skeleton } from '@/components/ui';

interface Props {
  sheetId: string;
  from: number;
  to: number;
  onClose: () => void;
}

/** What changed between two versions: label, before, after. */
export function DiffDialog({ sheetId, from, to, onClose }: Props) {
  const t = useTranslations('sheets.versions');
  const query = useQuery(diffSheetOptions({ path: { sheetId }, query: { from, to } }));
  return (
    <Dialog open onClose={onClose} size="lg" title={t('diffTitle', { from, to })}>
      {query.isPending && <Skeleton lines={4} />}
      {query.isError && <ProblemPanel error={query.error} level={3} onRetry={() => void query.refetch()} />}
      {query.data?.changes.length === 0 && <p>{t('noChange')}</p>}
      {query.data && query.data.changes.length > 0 && (
        <table className="w-full border-collapse text-left">
          <caption className="visually-hidden">{t('diffTitle', { from, to })}</caption>
          <thead>
            <tr className="border-b border-solid-gray-600 bg-solid-gray-50">
              <th scope="col" className="w-1/4 p-2">
                {t('item')}
              </th>
              <th scope="col" className="p-2">
                {t('before', { number: from })}
              </th>
              <th scope="col" className="p-2">
                {t('after', { number: to })}
              </th>
            </tr>
          </thead>
          <tbody>
            {query.data.changes.map((c) => (
              <tr key={c.pointer} className="border-b border-solid-gray-200">
                <th scope="row" className="p-2 align-top">
                  {c.label}
                </th>
                <td className="p-2 align-top whitespace-pre-wrap">
                  {c.before ? <del className="bg-red-50 decoration-1">{c.before}</del> : t('nothing')}
                </td>
                <td className="p-2 align-top whitespace-pre-wrap">
                  {c.after ? <ins className="bg-green-50 decoration-1">{c.after}</ins> : t('nothing')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
