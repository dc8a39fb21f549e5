import { useTranslations } from 'use-intl';
import { makeSheetPdf, type Sheet } from '@/api/generated';
import { PaperButton } from '../disclosures';

interface Props {
  sheet: Sheet;
  caseId: string;
  caseNumber: string;
}

/** The filed sheet as a PDF. */
export function PdfButton({ sheet, caseId, caseNumber }: Props) {
  const t = useTranslations('sheets.page');
  return (
    <PaperButton
      thing={{ caseId, parts: ['sheet'], guarded: sheet.protected !== undefined }}
      name={t('pdfFile', { number: caseNumber, version: sheet.number })}
      make={(body) =>
        makeSheetPdf({
          path: { sheetId: sheet.id },
          query: { number: sheet.number },
          body,
          parseAs: 'blob',
          throwOnError: true,
        })
      }
    />
  );
}
