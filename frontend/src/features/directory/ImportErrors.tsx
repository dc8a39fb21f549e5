import { Download } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { ImportResult, ImportRowError } from '@/api/generated';
import { Button, Card, type Column, Table } from '@/components/ui';
import { isAgencyColumn } from './importColumns';
import { csvOf, download } from './importFile';

/** What must be corrected in the file, by line and column, and the same list to take along. */
export function ImportErrors({ fileName, result }: { fileName: string; result: ImportResult }) {
  const t = useTranslations('directory.import');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const columnName = (name: string) => (isAgencyColumn(name) ? t(`columns.${name}.label`) : '');
  const columns: Column<ImportRowError>[] = [
    { id: 'row', header: t('row'), main: true, nowrap: true, cell: (e) => t('rowNumber', { row: e.row }) },
    {
      id: 'column',
      header: t('column'),
      cell: (e) => (
        <>
          {columnName(e.column) || (e.column ? '' : t('wholeRow'))}
          {e.column && <code className="block text-[0.875rem] text-solid-gray-700">{e.column}</code>}
        </>
      ),
    },
    { id: 'message', header: t('message'), cell: (e) => e.message },
  ];
  const save = () =>
    download(
      csvOf([
        [t('row'), t('column'), t('message')],
        ...result.errors.map((e) => [e.row, e.column || t('wholeRow'), e.message]),
      ]),
      t('errorsFile'),
    );
  return (
    <Card>
      <h2 ref={heading} tabIndex={-1} className="mb-1 text-std-20B-150 text-error-2">
        {t('errorsTitle', { count: result.errors.length })}
      </h2>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="text-solid-gray-700">{t('errorsWhy', { name: fileName })}</p>
        <Button variant="outline" size="sm" icon={Download} onClick={save}>
          {t('errorsSave')}
        </Button>
      </div>
      <Table
        caption={t('errorsCaption')}
        columns={columns}
        rows={result.errors}
        rowKey={(e) => `${e.row} ${e.column} ${e.message}`}
        density="compact"
      />
    </Card>
  );
}
