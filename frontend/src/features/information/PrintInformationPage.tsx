import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useMe } from '@/app/session';
import { PrintPage } from '@/components/print';
import { ProblemPanel, Skeleton } from '@/components/ui';
import { longMoment } from '../cases/dates';
import { usePrintGround } from '../disclosures';
import { InformationDocument } from './Document';
import { loadInformation } from './useInformation';

/** 情報整理シート on A4: 取扱注意 and the number of the case on each page; it is asked first to whom it goes. */
export function PrintInformationPage({ caseId }: { caseId: string }) {
  const t = useTranslations('information');
  const me = useMe();
  const query = useQuery({ queryKey: ['informationSheet', caseId, 'print'], queryFn: () => loadInformation(caseId) });
  const sheet = query.data?.sheet;
  const printing = usePrintGround(sheet && { caseId, parts: ['sheet', 'notes'] as const, guarded: sheet.protected });
  return (
    <PrintPage
      documentTitle={t('title')}
      backTo={`/cases/${caseId}/information`}
      ready={sheet !== undefined}
      foot={t('foot', { agency: me.agency.name })}
      number={sheet?.caseNumber ?? ''}
      locked={printing.locked}
      onPrint={printing.onPrint}
      onPrinted={printing.onPrinted}
      tools={printing.dialog}
    >
      {sheet ? (
        <>
          <p className="mb-[2mm] flex justify-between">
            <strong>{t('careful')}</strong>
            <span>{sheet.caseNumber}</span>
          </p>
          <h1 className="mb-[3mm]">{t('title')}</h1>
          {sheet.updatedAt && <p>{t('asOf', { at: longMoment(sheet.updatedAt), by: sheet.updatedBy?.name ?? '' })}</p>}
          <InformationDocument sheet={sheet} />
        </>
      ) : query.isError ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton lines={12} />
      )}
    </PrintPage>
  );
}
