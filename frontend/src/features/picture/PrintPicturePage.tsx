import './picture.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { getCaseOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useMe } from '@/app/session';
import { PrintPage } from '@/components/print';
import { ProblemPanel, Skeleton } from '@/components/ui';
import { dateOfInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';
import { usePrintGround } from '../disclosures';
import { EcomapDrawing } from './EcomapDrawing';
import { GenogramDrawing } from './GenogramDrawing';
import { Legend } from './Legend';
import { PictureTable } from './PictureTable';
import { usePicture } from './usePicture';

/** 世帯の図 on A4: both pictures and their table; it is asked first to whom it goes. */
export function PrintPicturePage({ caseId }: { caseId: string }) {
  const t = useTranslations('pictures');
  const me = useMe();
  const found = usePicture(caseId);
  const of = useQuery(getCaseOptions({ path: { caseId } })).data;
  const ready = found.data !== undefined && of !== undefined;
  const printing = usePrintGround(
    of && { caseId, parts: ['sheet', 'notes'] as const, guarded: (of.protected ?? []).length > 0 },
  );
  return (
    <PrintPage
      documentTitle={t('title')}
      backTo={`/cases/${caseId}`}
      ready={ready}
      foot={t('foot', { agency: me.agency.name })}
      number={of?.number ?? ''}
      locked={printing.locked}
      onPrint={printing.onPrint}
      onPrinted={printing.onPrinted}
      tools={printing.dialog}
    >
      {found.data && of ? (
        <div className="picture-sheet flex flex-col gap-[4mm]">
          <p className="flex justify-between">
            <strong>{t('careful')}</strong>
            <span>{t('asOf', { number: of.number, date: formatWareki(dateOfInstant(new Date())) })}</span>
          </p>
          <h1 className="print-title">{t('title')}</h1>
          <h2 className="font-bold">{t('genogram')}</h2>
          <GenogramDrawing picture={found.data} />
          <Legend kind="genogram" />
          <h2 className="font-bold">{t('ecomap')}</h2>
          <EcomapDrawing picture={found.data} />
          <Legend kind="ecomap" />
          <PictureTable picture={found.data} />
        </div>
      ) : found.isError ? (
        <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Skeleton lines={12} />
      )}
    </PrintPage>
  );
}
