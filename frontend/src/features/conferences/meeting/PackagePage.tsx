import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ConferencePackage } from '@/api/generated';
import { getConferencePackageOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';
import {
  BackLink,
  Button,
  Card,
  Chip,
  DescriptionList,
  EmptyState,
  LinkButton,
  NoticeBanner,
  PageHeader,
  ProblemPanel,
  Skeleton,
} from '@/components/ui';
import { longMoment } from '../../cases/dates';
import { usePrintGround } from '../../disclosures';
import { SheetView } from '../../sheets/view/SheetView';
import { AgendaList } from './AgendaPanel';
import { PledgeCard } from './PledgeCard';
import { useMeeting } from './useMeeting';

/** 会議の資料 for the members: nothing opens before the pledge, and each look is journaled. */
export function PackagePage({ conferenceId }: { conferenceId: string }) {
  const t = useTranslations('meetings.package');
  const meeting = useMeeting(conferenceId);
  const opened = meeting.data?.opened ?? false;
  const found = useQuery({ ...getConferencePackageOptions({ path: { conferenceId } }), enabled: opened });
  const failed = meeting.error ?? found.error;
  if (found.data && meeting.data) return <Loaded pack={found.data} conferenceId={conferenceId} />;
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        eyebrow={
          <BackLink to="/conferences/$conferenceId/meeting" params={{ conferenceId }}>
            {t('back')}
          </BackLink>
        }
      />
      {failed instanceof ApiProblem && failed.status === 404 ? (
        <EmptyState title={t('notFound')} action={<LinkButton to="/">{t('home')}</LinkButton>}>
          {t('notFoundWhy')}
        </EmptyState>
      ) : failed ? (
        <ProblemPanel error={failed} onRetry={() => void (meeting.error ? meeting : found).refetch()} />
      ) : meeting.data?.pledge.needed ? (
        <PledgeCard meeting={meeting.data} />
      ) : meeting.data && !opened ? (
        <EmptyState title={t('closed')}>{t('closedWhy')}</EmptyState>
      ) : (
        <Skeleton lines={8} className="max-w-3xl" />
      )}
    </>
  );
}

function Loaded({ pack, conferenceId }: { pack: ConferencePackage; conferenceId: string }) {
  const t = useTranslations('meetings.package');
  const kinds = useTranslations('cases.noteKind');
  const printing = usePrintGround(
    pack.parts.length > 0
      ? {
          caseId: pack.caseId,
          parts: pack.parts,
          sheetNumber: pack.sheet?.number,
          guarded: (pack.sheet?.masked?.length ?? 0) > 0,
        }
      : undefined,
  );
  const print = () => {
    window.print();
    printing.onPrinted();
  };
  return (
    <div data-locked-print={printing.locked || undefined}>
      <PageHeader
        documentTitle={t('documentTitle', { number: pack.number })}
        title={t('titleOf', { number: pack.number })}
        eyebrow={
          <BackLink to="/conferences/$conferenceId/meeting" params={{ conferenceId }}>
            {t('back')}
          </BackLink>
        }
        meta={
          <>
            <Chip tone="red" strong>
              {t('confidential')}
            </Chip>
            <span>{pack.basis.label}</span>
          </>
        }
        actions={
          <Button
            variant="outline"
            icon={Printer}
            onClick={() => (printing.onPrint ? printing.onPrint(print) : print())}
          >
            {t('print')}
          </Button>
        }
      >
        {pack.purpose}
      </PageHeader>
      {printing.dialog}
      <div className="flex flex-col gap-6">
        <NoticeBanner tone="warning" title={t('conditions')} level={2}>
          <p className="whitespace-pre-wrap">{pack.conditions}</p>
          <DescriptionList
            items={[
              ...(pack.pledgedAt ? [{ term: t('pledgedAt'), value: longMoment(pack.pledgedAt) }] : []),
              { term: t('until'), value: pack.until ? longMoment(pack.until) : t('untilOpen') },
            ]}
          />
        </NoticeBanner>
        <Card title={t('agenda')}>
          {pack.agenda.length > 0 ? <AgendaList items={pack.agenda} /> : <p>{t('noAgenda')}</p>}
        </Card>
        {pack.sheet && (
          <section aria-labelledby="package-sheet">
            <h2 id="package-sheet" className="mb-3 text-std-24B-150">
              {t('sheet', { number: pack.sheet.number })}
            </h2>
            <SheetView content={pack.sheet.content} masked={pack.sheet.masked} />
          </section>
        )}
        {pack.parts.includes('notes') && (
          <Card title={t('notes')}>
            {pack.notes.length === 0 ? (
              <p>{t('noNotes')}</p>
            ) : (
              <ul className="flex flex-col gap-4">
                {pack.notes.map((n) => (
                  <li key={n.id} className="border-b border-solid-gray-200 pb-3 last:border-0">
                    <p className="text-[0.9375rem] text-solid-gray-700">
                      {longMoment(n.occurredAt)}・{kinds(n.kind)}・{n.agency.name}
                    </p>
                    <p className="whitespace-pre-wrap">{n.text}</p>
                  </li>
                ))}
              </ul>
            )}
          </Card>
        )}
        {!pack.sheet && !pack.parts.includes('notes') && (
          <EmptyState title={t('nothing')}>{t('nothingWhy')}</EmptyState>
        )}
      </div>
    </div>
  );
}
