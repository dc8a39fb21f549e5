import { Ban, Lock } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { JournalEntry } from '@/api/generated';
import { Chip, type Column, Table } from '@/components/ui';
import { moment } from './dates';
import { KIND_ICONS, KIND_TONES, useJournalWords } from './words';

export interface JournalTableProps {
  rows: readonly JournalEntry[];
  onAccount: (account: { id: string; name: string }) => void;
}

/** Rows of the journal: when, who, what, which cases. */
export function JournalTable({ rows, onAccount }: JournalTableProps) {
  const t = useTranslations('journal');
  const words = useJournalWords();
  const columns: Column<JournalEntry>[] = [
    {
      id: 'at',
      header: t('at'),
      main: true,
      nowrap: true,
      cell: (e) => <time dateTime={e.at}>{moment(e.at)}</time>,
    },
    { id: 'who', header: t('who'), cell: (e) => <Who entry={e} onAccount={onAccount} /> },
    {
      id: 'what',
      header: t('what'),
      cell: (e) => (
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Chip tone={KIND_TONES[e.kind]} icon={KIND_ICONS[e.kind]}>
            {t(`kinds.${e.kind}`)}
          </Chip>
          <span>{words.operation(e.operation)}</span>
          {e.refused && (
            <Chip tone="red" icon={Ban}>
              {words.refusal(e.code)}
            </Chip>
          )}
        </span>
      ),
    },
    { id: 'cases', header: t('cases'), cell: (e) => <Cases entry={e} /> },
    {
      id: 'number',
      header: t('number'),
      align: 'end',
      wideOnly: true,
      nowrap: true,
      cell: (e) => (
        <span className="inline-flex items-center gap-1.5 tabular-nums text-solid-gray-700">
          {e.sealed ? (
            <Lock aria-label={t('sealed')} size="1em" className="text-green-900" />
          ) : (
            <span className="text-[0.875rem]">{t('unsealed')}</span>
          )}
          {e.id}
        </span>
      ),
    },
  ];
  return <Table caption={t('table')} columns={columns} rows={rows} rowKey={(e) => String(e.id)} density="compact" />;
}

function Who({ entry, onAccount }: { entry: JournalEntry; onAccount: JournalTableProps['onAccount'] }) {
  const t = useTranslations('journal');
  const { account, agency } = entry;
  if (!account)
    return (
      <span className="text-solid-gray-700">
        {t(entry.operation === 'exportJournal' ? 'byCommand' : 'nobodySignedIn')}
      </span>
    );
  return (
    <>
      <button
        type="button"
        className="min-h-6 text-left font-bold text-blue-1000 underline underline-offset-4 hover:decoration-2"
        onClick={() => onAccount(account)}
      >
        {account.name}
        <span className="visually-hidden">{t('onlyThisAccount')}</span>
      </button>
      {agency && (
        <span className="block text-[0.875rem] text-solid-gray-700 desk:whitespace-nowrap">{agency.name}</span>
      )}
    </>
  );
}

function Cases({ entry }: { entry: JournalEntry }) {
  const t = useTranslations('journal');
  const numbers = entry.cases.map((c) => c.number);
  if (numbers.length === 0) return <span className="text-solid-gray-600">{t('noCase')}</span>;
  const shown = numbers.slice(0, 3);
  const more = Math.max(entry.caseCount, numbers.length) - shown.length;
  return (
    <span>
      {shown.join('、')}
      {more > 0 && <span className="whitespace-nowrap text-solid-gray-700"> {t('moreCases', { count: more })}</span>}
    </span>
  );
}
