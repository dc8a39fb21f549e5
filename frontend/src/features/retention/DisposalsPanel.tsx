import { useQuery } from '@tanstack/react-query';
import { CircleCheck, FileCheck, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  approveDisposal,
  type Disposal,
  type DisposalPage,
  getDisposal,
  listDisposals,
  withdrawDisposal,
} from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import {
  Button,
  Card,
  Chip,
  EmptyState,
  LinkButton,
  NoticeBanner,
  Pager,
  ProblemPanel,
  Skeleton,
  useToast,
} from '@/components/ui';
import { StepUpGivenUp, useStepUp } from '../accounts';
import { longMoment } from '../cases/dates';
import { ready, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

const TONES = { proposed: 'yellow', approved: 'blue', erased: 'green', withdrawn: 'neutral' } as const;

/** 廃棄の起案と承認: newest first; who proposed does not approve. */
export function DisposalsPanel() {
  const t = useTranslations('retention.disposals');
  const list = useKeyset<Disposal, DisposalPage>('listDisposals', 'case', {}, async (page, signal) => {
    const { data } = await listDisposals({ query: page, signal, throwOnError: true });
    return data;
  });
  const [open, setOpen] = useState<{ of: Disposal; verb: 'approve' | 'withdraw' }>();
  if (list.isPending) return <Skeleton lines={6} />;
  if (list.isError) return <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />;
  if (list.rows.length === 0)
    return (
      <EmptyState icon={FileCheck} title={t('none')}>
        {t('noneHow')}
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-4">
        {list.rows.map((d) => (
          <li key={d.id}>
            <Row of={d} onVerb={(verb) => setOpen({ of: d, verb })} />
          </li>
        ))}
      </ul>
      <Pager
        shown={list.rows.length}
        total={list.total}
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
      {open && <StepDialog key={`${open.of.id} ${open.verb}`} {...open} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

function Row({ of: d, onVerb }: { of: Disposal; onVerb: (verb: 'approve' | 'withdraw') => void }) {
  const t = useTranslations('retention.disposals');
  return (
    <Card
      title={
        <>
          {t('number', { number: d.number })}
          <Chip tone={TONES[d.state]} className="ml-3">
            {t(`state.${d.state}`)}
          </Chip>
        </>
      }
    >
      <p>
        {t('cases', { count: d.cases })}
        {d.state === 'erased' && t('erased', { count: d.erased })}
      </p>
      {d.note && <p className="whitespace-pre-wrap">{d.note}</p>}
      <p className="mt-1 text-[0.9375rem] text-solid-gray-700">
        {t('proposedBy', { at: longMoment(d.proposedAt), name: d.proposedBy.name })}
        {d.approvedAt && d.approvedBy && t('approvedBy', { at: longMoment(d.approvedAt), name: d.approvedBy.name })}
        {d.state === 'withdrawn' &&
          d.endedAt &&
          d.endedBy &&
          t('withdrawnBy', { at: longMoment(d.endedAt), name: d.endedBy.name })}
        {d.state === 'erased' && d.endedAt && t('erasedAt', { at: longMoment(d.endedAt) })}
      </p>
      <div className="mt-3 flex flex-wrap gap-3">
        {d.actions.includes('approve') && (
          <Button size="sm" icon={CircleCheck} onClick={() => onVerb('approve')}>
            {t('approve.open')}
          </Button>
        )}
        {d.actions.includes('withdraw') && (
          <Button size="sm" variant="outline" icon={Undo2} onClick={() => onVerb('withdraw')}>
            {t('withdraw.open')}
          </Button>
        )}
        {d.state === 'proposed' && !d.actions.includes('approve') && <p className="self-center">{t('another')}</p>}
        <LinkButton size="sm" variant="text" to="/print/disposals/$disposalId" params={{ disposalId: d.id }}>
          {d.state === 'erased' ? t('certificate') : t('paper')}
        </LinkButton>
      </div>
    </Card>
  );
}

function StepDialog({
  of: d,
  verb: step,
  onClose,
}: {
  of: Disposal;
  verb: 'approve' | 'withdraw';
  onClose: () => void;
}) {
  const t = useTranslations(`retention.disposals.${step}`);
  const toast = useToast();
  const stepUp = useStepUp();
  const found = useQuery({
    queryKey: [{ _id: 'getDisposal', tags: ['case'], path: { disposalId: d.id } }],
    queryFn: async ({ signal }) => (await getDisposal({ path: { disposalId: d.id }, signal, throwOnError: true })).data,
  });
  const verb = useVerb({
    read: () => ready({}),
    send: async (_body, headers) => {
      const options = {
        path: { disposalId: d.id },
        headers: { ...headers, 'If-Match': d.etag },
        throwOnError: true as const,
      };
      if (step === 'withdraw') return (await withdrawDisposal(options)).data;
      try {
        return (await stepUp.run(() => approveDisposal(options))).data;
      } catch (error) {
        if (error instanceof StepUpGivenUp) return undefined;
        throw error;
      }
    },
    done: (answer) => {
      if (answer) toast(t('done', { number: d.number }));
      onClose();
    },
  });
  return (
    <>
      <VerbDialog
        title={t('title', { number: d.number })}
        lead={<p>{t('lead', { count: d.cases })}</p>}
        submit={t('submit')}
        icon={step === 'approve' ? CircleCheck : Undo2}
        variant={step === 'approve' ? 'danger' : undefined}
        verb={verb}
        onClose={onClose}
      >
        {step === 'approve' && (
          <>
            <NoticeBanner tone="warning" level={3} title={t('warning')}>
              {t('effect')}
            </NoticeBanner>
            <p className="max-h-40 overflow-y-auto rounded-8 bg-solid-gray-50 p-3 tabular-nums">
              {found.data?.items.map((i) => i.number).join('、') ?? '…'}
            </p>
          </>
        )}
      </VerbDialog>
      {stepUp.dialog}
    </>
  );
}
