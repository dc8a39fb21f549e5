import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { History, Printer } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { makeInformationSheetPdf } from '@/api/generated';
import { BackLink, Button, LinkButton, PageHeader, ProblemPanel, SaveState, Skeleton, useToast } from '@/components/ui';
import { useKeyActions } from '@/lib/keyboard';
import { longMoment } from '../cases/dates';
import { PaperButton } from '../disclosures';
import { PicturePanel } from '../picture';
import { ConflictDialog } from './ConflictDialog';
import { InformationDocument } from './Document';
import { InformationFields } from './Fields';
import { HistoryDialog } from './HistoryDialog';
import type { Seen } from './saver';
import { loadInformation, useInformation } from './useInformation';

/** 情報整理シート: written by coordinators, read by whoever works on the case. */
export function InformationPage({ caseId }: { caseId: string }) {
  const t = useTranslations('information');
  const query = useQuery({
    queryKey: ['informationSheet', caseId],
    queryFn: () => loadInformation(caseId),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (query.isPending) {
    return (
      <>
        <PageHeader title={t('title')} documentTitle={t('title')} />
        <Skeleton lines={10} className="max-w-3xl" />
      </>
    );
  }
  if (query.isError) return <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.sheet.actions.includes('edit')) return <Editor caseId={caseId} start={query.data} />;
  return (
    <>
      <Head caseId={caseId} seen={query.data} lead={t('readOnly')} />
      <InformationDocument sheet={query.data.sheet} />
      <Picture caseId={caseId} />
    </>
  );
}

/** Who belongs together and who supports whom, beside the words. */
function Picture({ caseId }: { caseId: string }) {
  return (
    <div className="mt-6 max-w-5xl" data-no-print>
      <PicturePanel caseId={caseId} />
    </div>
  );
}

function Head({ caseId, seen, lead, status }: { caseId: string; seen: Seen; lead: string; status?: React.ReactNode }) {
  const t = useTranslations('information');
  const [history, setHistory] = useState(false);
  const { sheet } = seen;
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('documentTitle', { number: sheet.caseNumber })}
        eyebrow={
          <BackLink to="/cases/$caseId" params={{ caseId }}>
            {t('back')}
          </BackLink>
        }
        meta={
          <>
            <span className="font-bold tabular-nums">{sheet.caseNumber}</span>
            {sheet.updatedAt && (
              <span className="text-solid-gray-700">
                {t('updated', { at: longMoment(sheet.updatedAt), by: sheet.updatedBy?.name ?? '' })}
              </span>
            )}
          </>
        }
        actions={
          <>
            <Button variant="outline" icon={History} onClick={() => setHistory(true)}>
              {t('history')}
            </Button>
            <LinkButton to="/print/information/$caseId" params={{ caseId }} variant="outline" icon={Printer}>
              {t('print')}
            </LinkButton>
            <PaperButton
              thing={{ caseId, parts: ['sheet', 'notes'], guarded: sheet.protected }}
              name={t('pdfFile', { number: sheet.caseNumber })}
              make={(body) => makeInformationSheetPdf({ path: { caseId }, body, parseAs: 'blob', throwOnError: true })}
            />
          </>
        }
      >
        {sheet.number ? lead : `${lead}${t('notBegun')}`}
      </PageHeader>
      {status}
      {history && <HistoryDialog caseId={caseId} onClose={() => setHistory(false)} />}
    </>
  );
}

function Editor({ caseId, start }: { caseId: string; start: Seen }) {
  const t = useTranslations('information');
  const words = useTranslations('sheets.edit');
  const toast = useToast();
  const { form, saver, state } = useInformation(caseId, start);
  const [later, setLater] = useState(false);
  const said = useRef(0);
  useKeyActions([{ id: 'save', keys: 'mod+s', label: words('keySave'), run: () => void saver.flush() }]);
  useEffect(() => {
    if (state.mergedIn > said.current) toast(t('mergedIn'), 'info');
    said.current = state.mergedIn;
  }, [state.mergedIn, toast, t]);
  useBlocker({
    enableBeforeUnload: () => saver.unsaved(),
    shouldBlockFn: async () => saver.unsaved() && !(await saver.flush()) && !window.confirm(t('blocked')),
  });
  const conflicted = state.conflicts.length > 0;
  return (
    <>
      <Head
        caseId={caseId}
        seen={state.seen}
        lead={t('lead')}
        status={
          <div className="sticky top-(--sticky-top,0px) z-10 mb-4 border-b border-solid-gray-200 bg-white py-1">
            <SaveState status={state.status} savedAt={state.seen.sheet.updatedAt} />
          </div>
        }
      />
      {state.status === 'failed' && state.problem && (
        <ProblemPanel error={state.problem} level={3} onRetry={() => void saver.flush()} />
      )}
      <InformationFields form={form} agencies={state.seen.sheet.agencies} />
      <Picture caseId={caseId} />
      {conflicted && later && (
        <div className="sticky bottom-4 z-30 mt-4">
          <Button variant="danger" onClick={() => setLater(false)}>
            {t('openConflict')}
          </Button>
        </div>
      )}
      {conflicted && !later && (
        <ConflictDialog
          conflicts={state.conflicts}
          mine={form.getValues()}
          onDecide={(decided) => void saver.resolve(decided)}
          onLater={() => setLater(true)}
        />
      )}
    </>
  );
}
