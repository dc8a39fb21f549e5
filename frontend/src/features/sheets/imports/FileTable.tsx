import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Chip, type Column, Table } from '@/components/ui';
import type { FormFile } from './useImports';

const tones = { ready: 'blue', imported: 'green', already: 'neutral', faulty: 'red' } as const;

/** What each file would become, and has become. */
export function FileTable({ files }: { files: readonly FormFile[] }) {
  const t = useTranslations('sheetImports');
  const columns: Column<FormFile>[] = [
    {
      id: 'file',
      header: t('file'),
      main: true,
      className: 'min-w-40 break-all',
      cell: (f) => f.file.name,
    },
    { id: 'subject', header: t('subject'), className: 'min-w-32', cell: (f) => f.result?.subject || t('none') },
    {
      id: 'issues',
      header: t('issues'),
      nowrap: true,
      align: 'end',
      cell: (f) => (f.result && f.result.faults.length === 0 ? t('count', { count: f.result.issues }) : t('none')),
    },
    {
      id: 'state',
      header: t('state'),
      className: 'min-w-48',
      cell: (f) => <State of={f} />,
    },
  ];
  return <Table caption={t('files')} columns={columns} rows={files} rowKey={(f) => String(f.key)} density="compact" />;
}

function State({ of: { result, error } }: { of: FormFile }) {
  const t = useTranslations('sheetImports');
  if (error) return <Chip tone="red">{t('states.failed')}</Chip>;
  if (!result) return <Chip>{t('states.waiting')}</Chip>;
  return (
    <>
      <Chip tone={tones[result.state]}>{t(`states.${result.state}`)}</Chip>
      {result.state === 'faulty' && <span className="ml-2">{t('faultCount', { count: result.faults.length })}</span>}
      {result.state === 'already' && <span className="block pt-1">{t('alreadyWhy')}</span>}
      {result.sheetId && (
        <Link
          to="/sheets/$sheetId"
          params={{ sheetId: result.sheetId }}
          className="block pt-1 text-blue-1000 underline"
          aria-label={t('openOf', { name: result.subject || t('none') })}
        >
          {t('open')}
        </Link>
      )}
    </>
  );
}
