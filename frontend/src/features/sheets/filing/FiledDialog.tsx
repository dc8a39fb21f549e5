import { ArrowRight, FolderOpen, Printer } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Sheet } from '@/api/generated';
import { Dialog, LinkButton } from '@/components/ui';

/** After filing: the case is open and ours; the next step is to hand it on. */
export function FiledDialog({ sheet }: { sheet: Sheet }) {
  const t = useTranslations('sheets.filed');
  const caseId = sheet.caseId ?? '';
  return (
    <Dialog
      open
      title={t('title')}
      size="sm"
      footer={
        <>
          <LinkButton to="/cases/$caseId" params={{ caseId }} search={{ open: 'hand_off' }} icon={ArrowRight}>
            {t('handOff')}
          </LinkButton>
          <LinkButton to="/cases/$caseId" params={{ caseId }} variant="outline" icon={FolderOpen}>
            {t('openCase')}
          </LinkButton>
          <LinkButton to="/print/sheets/$sheetId" params={{ sheetId: sheet.id }} variant="text" icon={Printer}>
            {t('print')}
          </LinkButton>
        </>
      }
    >
      <p className="text-[1.125rem]">{t('number', { number: sheet.caseNumber ?? '' })}</p>
      <p className="mt-2 text-solid-gray-700">{t('lead')}</p>
    </Dialog>
  );
}
