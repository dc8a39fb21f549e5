import { Ban } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { JournalViewer } from '@/api/generated';
import { Chip, type Column, Table } from '@/components/ui';
import { moment } from './dates';
import { useJournalWords } from './words';

/** One line for each person: how often, what, from when to when. */
export function ViewerTable({ viewers }: { viewers: readonly JournalViewer[] }) {
  const t = useTranslations('journal');
  const columns: Column<JournalViewer>[] = [
    {
      id: 'who',
      header: t('who'),
      main: true,
      cell: (v) => (
        <>
          {v.account.name}
          {v.agency && <span className="block text-[0.875rem] font-normal text-solid-gray-700">{v.agency.name}</span>}
        </>
      ),
    },
    {
      id: 'count',
      header: t('times'),
      align: 'end',
      nowrap: true,
      cell: (v) => (
        <>
          {t('timesCount', { count: v.count })}
          {v.refused > 0 && (
            <Chip tone="red" icon={Ban} className="ml-2">
              {t('refusedCount', { count: v.refused })}
            </Chip>
          )}
        </>
      ),
    },
    { id: 'deeds', header: t('what'), cell: (v) => <Deeds viewer={v} /> },
    {
      id: 'first',
      header: t('first'),
      nowrap: true,
      cell: (v) => <time dateTime={v.firstAt}>{moment(v.firstAt)}</time>,
    },
    { id: 'last', header: t('last'), nowrap: true, cell: (v) => <time dateTime={v.lastAt}>{moment(v.lastAt)}</time> },
  ];
  return (
    <Table
      caption={t('viewersPage.table')}
      columns={columns}
      rows={viewers}
      rowKey={(v) => `${v.account.id} ${v.agency?.id}`}
    />
  );
}

/** What somebody did, the most frequent first; a long list folds into its first four and a count. */
export function Deeds({ viewer, all = false }: { viewer: JournalViewer; all?: boolean }) {
  const t = useTranslations('journal');
  const words = useJournalWords();
  const deeds = [...viewer.deeds].sort((a, b) => b.count - a.count);
  const shown = all ? deeds : deeds.slice(0, 4);
  return (
    <ul>
      {shown.map((d) => (
        <li key={`${d.operation} ${d.refused}`}>
          {words.operation(d.operation)}
          {t('deedCount', { count: d.count })}
          {d.refused && t('deedRefused')}
        </li>
      ))}
      {deeds.length > shown.length && <li>{t('moreDeeds', { count: deeds.length - shown.length })}</li>}
    </ul>
  );
}
