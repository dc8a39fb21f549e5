import './sheet.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { getSheetOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useMe } from '@/app/session';
import { PrintPage } from '@/components/print';
import { ProblemPanel, Skeleton } from '@/components/ui';
import { usePrintGround } from '../../disclosures';
import { useReference } from '../reference';
import { Paper } from './Paper';

/** The sheet on A4 like the paper form; `new` prints an empty one to be filled in by hand. */
export function SheetPrintPage({ sheetId }: { sheetId: string }) {
  const t = useTranslations('sheets.print');
  const me = useMe();
  const reference = useReference();
  const blank = sheetId === 'new';
  const query = useQuery({ ...getSheetOptions({ path: { sheetId } }), enabled: !blank });
  const sheet = query.data;
  const ready = reference !== undefined && (blank || sheet !== undefined);
  const number = sheet ? (sheet.caseNumber ?? t('draft')) : '';
  const printing = usePrintGround(
    sheet?.caseId
      ? {
          caseId: sheet.caseId,
          parts: ['sheet'],
          sheetId: sheet.id,
          sheetNumber: sheet.number,
          guarded: sheet.protected !== undefined,
        }
      : undefined,
  );
  return (
    <PrintPage
      documentTitle={t('title')}
      backTo={blank ? '/sheets' : `/sheets/${sheetId}`}
      ready={ready}
      foot={blank ? t('footBlank') : t('foot', { agency: me.agency.name })}
      number={number}
      locked={printing.locked}
      onPrint={printing.onPrint}
      onPrinted={printing.onPrinted}
      tools={printing.dialog}
    >
      {query.isError ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : ready ? (
        <Paper
          masked={sheet?.masked ?? []}
          guarded={sheet?.protected !== undefined}
          content={sheet?.content ?? {}}
          agency={sheet?.agency.name ?? (blank ? '' : me.agency.name)}
          number={number}
          version={sheet && sheet.number > 1 ? sheet.number : undefined}
          formVersion={sheet?.formVersion ?? reference.formVersion}
        />
      ) : (
        <Skeleton lines={12} />
      )}
    </PrintPage>
  );
}
