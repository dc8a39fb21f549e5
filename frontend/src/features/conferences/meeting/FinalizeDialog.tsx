import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BookCheck, Mail, MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { newIdempotencyKey } from '@/api/fetch';
import { type Finalization, finalizeConference, type Meeting } from '@/api/generated';
import { previewFinalizationOptions } from '@/api/generated/@tanstack/react-query.gen';
import { refreshCasework } from '@/api/keyset';
import type { ApiProblem } from '@/api/problems';
import { Button, Checkbox, Chip, Dialog, NoticeBanner, ProblemPanel, Skeleton, useToast } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { longMoment } from '../../cases/dates';
import { problemFrom, useMeetingRefresh } from './useMeeting';

/** 記録の確定: says what is made and who is told before anything happens; then all of it at once. */
export function FinalizeDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useTranslations('meetings.finalize');
  const ui = useTranslations('ui');
  const toast = useToast();
  const queries = useQueryClient();
  const refresh = useMeetingRefresh();
  const path = { conferenceId: meeting.conferenceId };
  const preview = useQuery({ ...previewFinalizationOptions({ path }), gcTime: 0 });
  const [agreePlan, setAgreePlan] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const [key] = useState(newIdempotencyKey);
  const ready = preview.data && preview.data.missing.length === 0;
  const finalize = async () => {
    if (!preview.data || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const body = { minutesVersion: preview.data.minutesVersion, ...(agreePlan ? { agreePlan } : {}) };
      const headers = { 'If-Match': meeting.etag, 'Idempotency-Key': key };
      const { data } = await finalizeConference({ path, body, headers, throwOnError: true });
      await refresh(data);
      void refreshCasework(queries);
      toast(t('done'));
      onClose();
    } catch (error) {
      setProblem(problemFrom(error));
      await refresh();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      size="lg"
      title={t('title')}
      onClose={onClose}
      footer={
        <>
          <Button icon={BookCheck} busy={busy} aria-disabled={!ready} onClick={() => ready && void finalize()}>
            {t('submit')}
          </Button>
          <Button variant="outline" onClick={onClose}>
            {ui('cancel')}
          </Button>
        </>
      }
    >
      {problem && (
        <div className="mb-4">
          {problem.status === 412 ? (
            <NoticeBanner tone="warning" live level={3} title={t('staleTitle')}>
              {t('stale')}
            </NoticeBanner>
          ) : (
            <ProblemPanel error={problem} level={3} />
          )}
        </div>
      )}
      {preview.data ? (
        <Preview preview={preview.data} agreePlan={agreePlan} onAgreePlan={setAgreePlan} />
      ) : preview.error ? (
        <ProblemPanel error={preview.error} level={3} onRetry={() => void preview.refetch()} />
      ) : (
        <Skeleton lines={6} />
      )}
    </Dialog>
  );
}

function Preview({
  preview: p,
  agreePlan,
  onAgreePlan,
}: {
  preview: Finalization;
  agreePlan: boolean;
  onAgreePlan: (on: boolean) => void;
}) {
  const t = useTranslations('meetings.finalize');
  return (
    <div className="flex flex-col gap-5">
      <p className="text-solid-gray-700">{t('lead')}</p>
      {p.missing.length > 0 && (
        <NoticeBanner tone="warning" level={3} title={t('missing', { count: p.missing.length })}>
          <ul className="list-disc pl-6">
            {p.missing.map((m) => (
              <li key={m.pointer + m.code}>{m.message}</li>
            ))}
          </ul>
        </NoticeBanner>
      )}
      <section>
        <h3 className="mb-2 text-std-17B-170">{t('makes')}</h3>
        <ul className="list-disc pl-6">
          <li>{t('decisions', { count: p.decisions })}</li>
          <li>{t('tasks', { count: p.tasks.length })}</li>
          {p.nextOn && <li>{t('nextOn', { on: formatWareki(p.nextOn) })}</li>}
          {p.monitorOn && <li>{t('monitorOn', { on: formatWareki(p.monitorOn) })}</li>}
          <li>{t('access', { at: longMoment(p.packageUntil) })}</li>
        </ul>
        {p.planDrafted && (
          <Checkbox
            label={t('agreePlan')}
            hint={t('agreePlanHint')}
            checked={agreePlan}
            onChange={(e) => onAgreePlan(e.currentTarget.checked)}
          />
        )}
      </section>
      <section>
        <h3 className="mb-2 text-std-17B-170">{t('told', { count: p.messages.length })}</h3>
        <ul className="flex flex-col gap-2">
          {p.messages.map((m, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change while it is shown
            <li key={n} className="rounded-8 border border-solid-gray-300 p-3">
              <p className="flex flex-wrap items-center gap-2">
                <span className="font-bold">{m.to}</span>
                {m.function && <span className="text-solid-gray-700">{m.function}</span>}
                {m.notice && (
                  <Chip icon={MessageSquare} tone="blue">
                    {t('byNotice')}
                  </Chip>
                )}
                {m.mail && <Chip icon={Mail}>{t('byMail')}</Chip>}
                {!m.notice && !m.mail && <Chip tone="yellow">{t('byNothing')}</Chip>}
              </p>
              {m.tasks.length > 0 && (
                <ul className="mt-1 list-disc pl-6 text-[0.9375rem]">
                  {m.tasks.map((x) => (
                    <li key={x.id}>
                      {[x.task, x.for, x.dueOn && t('until', { on: formatWareki(x.dueOn) })].filter(Boolean).join('・')}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
