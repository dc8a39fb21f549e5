import { useQuery } from '@tanstack/react-query';
import { Navigate, useBlocker } from '@tanstack/react-router';
import { Send } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import {
  Button,
  Dialog,
  ErrorSummary,
  NoticeBanner,
  PageHeader,
  ProblemPanel,
  Skeleton,
  Textarea,
} from '@/components/ui';
import { useKeyActions } from '@/lib/keyboard';
import { Guide, useMissingText } from './form/Guide';
import { SheetFields } from './form/SheetFields';
import { useProgress } from './form/useMissing';
import { canonical, contentOf, formOf } from './model/content';
import type { SheetForm } from './model/form';
import { missingOf } from './model/missing';
import { sameJson } from './model/patch';
import { faultsByName } from './model/pointers';
import { loadSheet } from './saving/ports';
import type { Stored } from './saving/saver';
import { type Amendment, useAmendment, useCopies } from './saving/useAmendment';
import { HiddenNotice, HiddenPlaces } from './view/hidden';

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

function AmendEditor({ stored }: { stored: Stored }) {
  const t = useTranslations('sheets.amend');
  const hidden = useTranslations('sheets.hidden');
  const text = useMissingText();
  const form = useForm<SheetForm>({ defaultValues: formOf(stored.sheet.content) });
  const [reason, setReason] = useState('');
  const amendment = useAmendment(stored, form, reason);
  const { problem, attempt } = amendment;
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
            <HiddenPlaces value={stored.sheet.masked ?? []}>
              <HiddenNotice>
                <p className="mt-2">{hidden('amend')}</p>
              </HiddenNotice>
            </HiddenPlaces>
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
        after={<AmendFooter amendment={amendment} error={reasonMissing} onReason={setReason} />}
      />
      <AmendLeave unsaved={() => !amendment.done && changed()} />
    </>
  );
}

interface FooterProps {
  amendment: Amendment;
  error: string | undefined;
  onReason: (reason: string) => void;
}

function AmendFooter({ amendment, error, onReason }: FooterProps) {
  const t = useTranslations('sheets.amend');
  return (
    <div className="flex flex-col gap-4 border-t border-solid-gray-300 pt-6">
      <Textarea
        id="amend-reason"
        label={t('reason')}
        hint={t('reasonHint')}
        required
        rows={2}
        limit={2000}
        error={error}
        onInput={(e) => onReason(e.currentTarget.value)}
      />
      <div className="flex flex-wrap items-center gap-4">
        <Button size="lg" icon={Send} busy={amendment.busy} onClick={() => void amendment.submit()}>
          {t('submit')}
        </Button>
        <p className="text-solid-gray-700">{t('told')}</p>
      </div>
    </div>
  );
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
