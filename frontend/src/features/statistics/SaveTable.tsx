import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui';
import { saveBlob } from '@/lib/saveBlob';
import { type Cell, csvOf, xlsxOf } from '@/lib/sheet';

/** Saves a table of figures as it stands on the page, as XLSX or CSV. */
export function SaveTable({ name, rows }: { name: string; rows: readonly (readonly Cell[])[] }) {
  const t = useTranslations('statistics');
  return (
    <div data-no-print className="mt-3 flex flex-wrap gap-3">
      <Button size="sm" variant="outline" icon={Download} onClick={() => saveBlob(xlsxOf(rows, name), `${name}.xlsx`)}>
        {t('saveXlsx')}
        <span className="visually-hidden">{name}</span>
      </Button>
      <Button size="sm" variant="outline" icon={Download} onClick={() => saveBlob(csvOf(rows), `${name}.csv`)}>
        {t('saveCsv')}
        <span className="visually-hidden">{name}</span>
      </Button>
    </div>
  );
}
