import { CircleCheck, CirclePause, Eye, type LucideIcon, RotateCcw } from 'lucide-react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { etagOf } from '@/api/client';
import { type Case, monitorCase, reopenCase, resumeCase, settleCase, suspendCase } from '@/api/generated';
import { DateField, Textarea, useToast } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { readSettlement, SettlementFields } from '../escalations/DeskDialogs';
import { faulty, ready, textOf, useVerb, type VerbHeaders } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

export interface CaseVerbProps {
  case: Case;
  onClose: () => void;
}

const TEXT_LIMIT = 2000;

function seen(c: Case, headers: VerbHeaders) {
  return { ...headers, 'If-Match': etagOf(`/cases/${c.id}`) };
}

/** 見守りに移る and 支援を再び始める: nothing to say, only to agree to. */
function PlainDialog({
  verb: name,
  icon,
  send,
  case: c,
  onClose,
}: CaseVerbProps & {
  verb: 'monitor' | 'resume';
  icon: LucideIcon;
  send: (headers: ReturnType<typeof seen>) => Promise<unknown>;
}) {
  const t = useTranslations(`desk.${name}`);
  const toast = useToast();
  const verb = useVerb({
    read: () => ready({}),
    send: (_, headers) => send(seen(c, headers)),
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      size="sm"
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={icon}
      verb={verb}
      onClose={onClose}
    />
  );
}

export function MonitorDialog(props: CaseVerbProps) {
  const path = { caseId: props.case.id };
  return (
    <PlainDialog
      {...props}
      verb="monitor"
      icon={Eye}
      send={(headers) => monitorCase({ path, headers, throwOnError: true })}
    />
  );
}

export function ResumeDialog(props: CaseVerbProps) {
  const path = { caseId: props.case.id };
  return (
    <PlainDialog
      {...props}
      verb="resume"
      icon={RotateCcw}
      send={(headers) => resumeCase({ path, headers, throwOnError: true })}
    />
  );
}

/** 中断する: why, what to watch for, and when to look again. */
export function SuspendDialog({ case: c, onClose }: CaseVerbProps) {
  const t = useTranslations('desk.suspend');
  const toast = useToast();
  const day = useRef<{ date?: string; typed: boolean }>({ typed: false });
  const verb = useVerb({
    read: (form) => {
      const body = { reason: textOf(form, 'reason'), watchConditions: textOf(form, 'watchConditions') };
      const reviewOn = day.current.date;
      const faults: Record<string, string> = {};
      if (!body.reason) faults.reason = t('reasonMissing');
      if (!body.watchConditions) faults.watchConditions = t('watchMissing');
      if (!reviewOn) faults.reviewOn = t(day.current.typed ? 'reviewImpossible' : 'reviewMissing');
      else if (reviewOn <= todayInJapan(new Date())) faults.reviewOn = t('reviewPast');
      if (!reviewOn || Object.keys(faults).length > 0) return faulty(faults);
      return ready({ ...body, reviewOn });
    },
    send: async (body, headers) =>
      (await suspendCase({ path: { caseId: c.id }, body, headers: seen(c, headers), throwOnError: true })).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={CirclePause}
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        required
        limit={TEXT_LIMIT}
        rows={2}
        error={verb.faults.reason}
      />
      <Textarea
        name="watchConditions"
        id="watchConditions"
        label={t('watch')}
        hint={t('watchHint')}
        required
        limit={TEXT_LIMIT}
        rows={2}
        error={verb.faults.watchConditions}
      />
      <DateField
        id="reviewOn"
        label={t('review')}
        hint={t('reviewHint')}
        required
        error={verb.faults.reviewOn}
        onDateChange={({ date, text }) => {
          day.current = { date, typed: Boolean(text) };
        }}
      />
    </VerbDialog>
  );
}

/** ケースを再開する, with its last lead. */
export function ReopenDialog({ case: c, onClose }: CaseVerbProps) {
  const t = useTranslations('desk.reopen');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      return reason ? ready({ reason }) : faulty({ reason: t('reasonMissing') });
    },
    send: async (body, headers) =>
      (await reopenCase({ path: { caseId: c.id }, body, headers: seen(c, headers), throwOnError: true })).data,
    done: () => {
      toast(t('done', { lead: c.lead.name }));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead', { lead: c.lead.name })}</p>}
      submit={t('submit')}
      icon={RotateCcw}
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        required
        limit={TEXT_LIMIT}
        rows={3}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}

/** 調整を終える, for the case as a whole: all its open escalations end with it. */
export function SettleCaseDialog({ case: c, onClose }: CaseVerbProps) {
  const t = useTranslations('desk.settle');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => readSettlement(form, true, t),
    send: async (body, headers) =>
      (await settleCase({ path: { caseId: c.id }, body, headers: seen(c, headers), throwOnError: true })).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  const waiting = c.handoffs.some((h) => h.state === 'escalated');
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t(waiting ? 'leadWithdraws' : 'leadCase')}</p>}
      submit={t('submit')}
      icon={CircleCheck}
      verb={verb}
      onClose={onClose}
    >
      <SettlementFields moves faults={verb.faults} />
    </VerbDialog>
  );
}
