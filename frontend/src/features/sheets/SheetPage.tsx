import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { FolderOpen, PencilLine, Printer } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Sheet } from '@/api/generated';
import { getSheetOptions } from '@/api/generated/@tanstack/react-query.gen';
import { BackLink, Card, Chip, LinkButton, NoticeBanner, PageHeader, ProblemPanel, Skeleton } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { ProtectedMark } from '../protections';
import { PdfButton } from './PdfButton';
import { SheetView } from './view/SheetView';
import { Versions } from './view/Versions';

export interface VersionRange {
  from?: number;
  to?: number;
}

interface Props {
  sheetId: string;
  /** The two versions beside each other, from the address. */
  range: VersionRange;
  onRange: (range: VersionRange) => void;
}

/** A filed sheet to be read, with its versions; a draft opens its form instead. */
export function SheetPage({ sheetId, range, onRange }: Props) {
  const t = useTranslations('sheets.page');
  const query = useQuery(getSheetOptions({ path: { sheetId } }));
  if (query.isPending) return <Skeleton lines={10} className="max-w-3xl" />;
  if (query.isError) return <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />;
  const sheet = query.data;
  if (sheet.state === 'draft') return <Navigate to="/sheets/$sheetId/edit" params={{ sheetId }} replace />;
  return (
    <>
      <SheetHeader sheet={sheet} />
      {sheet.state === 'discarded' && (
        <NoticeBanner title={t('discardedTitle')} className="mb-6">
          {t('discarded')}
        </NoticeBanner>
      )}
      <div className="grid gap-6 desk:grid-cols-[minmax(0,1fr)_20rem]">
        <SheetView content={sheet.content} masked={sheet.masked} people={sheet.protected} />
        {sheet.state === 'filed' && (
          <Card title={t('versions')} className="self-start">
            <Versions sheetId={sheetId} current={sheet.number} range={range} onRange={onRange} />
          </Card>
        )}
      </div>
    </>
  );
}

function SheetHeader({ sheet }: { sheet: Sheet }) {
  const t = useTranslations('sheets.page');
  const states = useTranslations('codes.sheetState');
  const { id: sheetId, caseId } = sheet;
  return (
    <PageHeader
      title={t('title')}
      documentTitle={t('title')}
      eyebrow={<BackLink to="/sheets">{t('toList')}</BackLink>}
      meta={
        <>
          <Chip tone={sheet.state === 'filed' ? 'green' : 'neutral'}>{states(sheet.state)}</Chip>
          {sheet.protected && <ProtectedMark />}
          {sheet.number > 0 && <Chip>{t('version', { number: sheet.number })}</Chip>}
          {sheet.caseNumber && <span>{t('caseNumber', { number: sheet.caseNumber })}</span>}
          {sheet.filedAt && <span>{t('filedAt', { at: formatInstant(sheet.filedAt) })}</span>}
          <span>
            {sheet.agency.name}　{sheet.createdBy.name}
          </span>
        </>
      }
      actions={
        <>
          {caseId && (
            <LinkButton to="/cases/$caseId" params={{ caseId }} icon={FolderOpen}>
              {t('openCase')}
            </LinkButton>
          )}
          {sheet.actions.includes('amend') && (
            <LinkButton to="/sheets/$sheetId/amend" params={{ sheetId }} variant="outline" icon={PencilLine}>
              {t('amend')}
            </LinkButton>
          )}
          <LinkButton to="/print/sheets/$sheetId" params={{ sheetId }} variant="outline" icon={Printer}>
            {t('print')}
          </LinkButton>
          {caseId && sheet.caseNumber && <PdfButton sheet={sheet} caseId={caseId} caseNumber={sheet.caseNumber} />}
        </>
      }
    />
  );
}
