import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button, Card, type Column, Table } from '@/components/ui';
import { saveBlob } from '@/lib/saveBlob';
import { xlsxOf } from '@/lib/sheet';

/** One thing to correct, and where. */
export interface FoundFault {
  readonly file: string;
  readonly cell: string;
  readonly label: string;
  readonly message: string;
}

/** What must be corrected in the files, by cell, and the same list to take along. */
export function FaultTable({ faults }: { faults: readonly FoundFault[] }) {
  const t = useTranslations('sheetImports');
  const columns: Column<FoundFault>[] = [
    { id: 'file', header: t('file'), main: true, className: 'min-w-32 break-all', cell: (f) => f.file },
    { id: 'cell', header: t('cell'), nowrap: true, cell: (f) => f.cell },
    { id: 'label', header: t('label'), className: 'min-w-32', cell: (f) => f.label },
    { id: 'message', header: t('message'), className: 'min-w-48', cell: (f) => f.message },
  ];
  const save = () =>
    saveBlob(
      xlsxOf(
        [[t('file'), t('cell'), t('label'), t('message')], ...faults.map((f) => [f.file, f.cell, f.label, f.message])],
        t('faults'),
      ),
      t('faultsFile'),
    );
  return (
    <Card title={t('faultsTitle', { count: faults.length })} id="faults">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p>{t('faultsWhy')}</p>
        <Button variant="outline" size="sm" icon={Download} onClick={save}>
          {t('faultsSave')}
        </Button>
      </div>
      <Table
        caption={t('faults')}
        columns={columns}
        rows={faults}
        rowKey={(f) => `${f.file} ${f.cell} ${f.message}`}
        density="compact"
      />
    </Card>
  );
}
