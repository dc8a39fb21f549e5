import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useBlocker, useNavigate } from '@tanstack/react-router';
import { Send } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { useSubmissionKey } from '@/api/client';
import { amendSheet, type SheetContent } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { useMe } from '@/app/session';
import {
  Button,
  Dialog,
  ErrorSummary,
  NoticeBanner,
  PageHeader,
  ProblemPanel,
  Skeleton,
  Textarea,
  useToast,
} from '@/components/ui';
import { useKeyActions } from '@/lib/keyboard';
import { merge3 } from '@/lib/merge';
import { dropDraft, keepDraft, readDraft } from '@/lib/storage';
import { Guide, useMissingText } from './form/Guide';
import { SheetFields } from './form/SheetFields';
import { useProgress } from './form/useMissing';
import { canonical, contentOf, formOf } from './model/content';
import type { SheetForm } from './model/form';
import { missingOf } from './model/missing';
import { sameJson } from './model/patch';
import { faultsByName } from './model/pointers';
import { loadSheet } from './saving/ports';
import type { KeptCopy, Stored } from './saving/saver';
import { showInForm } from './saving/show';

/** 訂正: the same form on the filed content; sending it makes the next version, and everyone who has the sheet is told. */
export function SheetAmendPage({ sheetId }: { sheetId: string }) {
  const query = useQuery({
    queryKey: ['sheetToAmend', sheetId],
    queryFn: () => loadSheet(sheetId),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (query.isPending) return <Skeleton lines={10} className="max-w-3xl" />;
  if (query.isError) return <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data.sheet.actions.includes('amend'))
    return <Navigate to="/sheets/$sheetId" params={{ sheetId }} replace />;
  return <AmendEditor stored={query.data} />;
}

interface Amendment {
  readonly problem: ApiProblem | undefined;
  readonly busy: boolean;
  readonly attempt: number;
  readonly merged: boolean;
  readonly done: boolean;
  readonly submit: () => Promise<void>;
}

function useAmendment(start: Stored, form: UseFormReturn<SheetForm>, reason: string): Amendment {
  const t = useTranslations('sheets.amend');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const key = useSubmissionKey();
  const [stored, setStored] = useState(start);
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [merged, setMerged] = useState(false);
  const [done, setDone] = useState(false);
  const sheetId = start.id;

  /** Somebody amended meanwhile: their version becomes the base, what is typed here stays. */
  const mergeTheirs = async () => {
    const theirs = await loadSheet(sheetId);
    const mine = contentOf(form.getValues());
    const result = merge3(canonical(stored.sheet.content), mine, canonical(theirs.sheet.content));
    showInForm(form, mine, result.merged);
    setStored(theirs);
    setMerged(true);
  };
  const send = async () => {
    const content: SheetContent = contentOf(form.getValues());
    const headers = { 'If-Match': stored.etag, ...key.headers() };
    await amendSheet({ path: { sheetId }, headers, body: { content, reason: reason.trim() } });
    setDone(true);
    await dropDraft(copyOf(sheetId));
    void queries.invalidateQueries();
    toast(t('done'));
    await navigate({ to: '/sheets/$sheetId', params: { sheetId }, ignoreBlocker: true });
  };
  const submit = async () => {
    setAttempt((n) => n + 1);
    setProblem(undefined);
    if (missingOf(form.getValues()).length > 0 || !reason.trim()) return;
    setBusy(true);
    try {
      await send();
    } catch (error) {
      const failed = error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' });
      if (failed.status > 0) key.renew();
      if (failed.status === 412) await mergeTheirs().catch(() => setProblem(failed));
      else setProblem(failed);
    } finally {
      setBusy(false);
    }
  };
  return { problem, busy, attempt, merged, done, submit };
}

const copyOf = (sheetId: string) => `amend:${sheetId}`;

function AmendEditor({ stored }: { stored: Stored }) {
  const t = useTranslations('sheets.amend');
  const text = useMissingText();
  const form = useForm<SheetForm>({ defaultValues: formOf(stored.sheet.content) });
  const [reason, setReason] = useState('');
  const amendment = useAmendment(stored, form, reason);
  const { problem, attempt, busy } = amendment;
  const progress = useProgress(form);
  const values = form.getValues();
  const faults = useMemo(() => faultsByName(problem, contentOf(form.getValues()), form.getValues()), [problem, form]);
  const changed = () => !sameJson(contentOf(form.getValues()) as never, canonical(stored.sheet.content) as never);
  useCopies(form, stored);
  useKeyActions([{ id: 'amend', keys: 'mod+enter', label: t('key'), run: () => void amendment.submit() }]);
  const reasonMissing = attempt > 0 && !reason.trim() ? t('reasonMissing') : undefined;
  const errors =
    attempt === 0
      ? []
      : [
          ...missingOf(values).map((m) => ({ name: m.name, message: text(m) })),
          ...[...faults].map(([name, message]) => ({ name, message })),
          ...(reasonMissing ? [{ name: 'amend-reason', message: reasonMissing }] : []),
        ];
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')} eyebrow={stored.sheet.caseNumber}>
        {t('lead')}
      </PageHeader>
      <SheetFields
        form={form}
        faults={faults}
        aside={<Guide progress={progress} status={null} />}
        before={
          <>
            <ErrorSummary errors={errors} attempt={attempt} />
            {amendment.merged && (
              <NoticeBanner tone="warning" title={t('mergedTitle')} live>
                {t('merged')}
              </NoticeBanner>
            )}
            {problem && problem.status !== 422 && (
              <ProblemPanel error={problem} onRetry={() => void amendment.submit()} />
            )}
          </>
        }
        after={
          <div className="flex flex-col gap-4 border-t border-solid-gray-300 pt-6">
            <Textarea
              id="amend-reason"
              label={t('reason')}
              hint={t('reasonHint')}
              required
              rows={2}
              limit={2000}
              error={reasonMissing}
              onInput={(e) => setReason(e.currentTarget.value)}
            />
            <div className="flex flex-wrap items-center gap-4">
              <Button size="lg" icon={Send} busy={busy} onClick={() => void amendment.submit()}>
                {t('submit')}
              </Button>
              <p className="text-solid-gray-700">{t('told')}</p>
            </div>
          </div>
        }
      />
      <AmendLeave unsaved={() => !amendment.done && changed()} />
    </>
  );
}

/** An amendment is not a draft on the server: until it is sent, a copy stays on this device. */
function useCopies(form: UseFormReturn<SheetForm>, stored: Stored): void {
  const me = useMe();
  useEffect(() => {
    const base = canonical(stored.sheet.content);
    const place = copyOf(stored.id);
    let timer: ReturnType<typeof setTimeout> | undefined;
    void readDraft<KeptCopy>(me.id, place).then((copy) => {
      if (!copy) return;
      const mine = contentOf(form.getValues());
      showInForm(form, mine, merge3(copy.value.base, copy.value.mine, base).merged);
    });
    const stop = form.subscribe({
      formState: { values: true },
      callback: () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          const mine = contentOf(form.getValues());
          if (!sameJson(mine as never, base as never)) void keepDraft(me.id, place, { base, mine }, new Date());
        }, 1_000);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [form, stored, me.id]);
}

function AmendLeave({ unsaved }: { unsaved: () => boolean }) {
  const t = useTranslations('sheets.leave');
  const amend = useTranslations('sheets.amend');
  const blocker = useBlocker({ withResolver: true, enableBeforeUnload: unsaved, shouldBlockFn: unsaved });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      open
      size="sm"
      title={amend('leaveTitle')}
      onClose={blocker.reset}
      footer={
        <>
          <Button onClick={blocker.reset}>{t('stay')}</Button>
          <Button variant="danger-outline" onClick={blocker.proceed}>
            {t('leave')}
          </Button>
        </>
      }
    >
      <p>{amend('leaveLead')}</p>
    </Dialog>
  );
}
