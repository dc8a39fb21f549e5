import { useNavigate } from '@tanstack/react-router';
import { FilePen, Handshake, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { agreePlan, endPlan, type Plan, revisePlan } from '@/api/generated';
import { fieldErrors } from '@/api/problems';
import { DateField, type DateValue, RadioGroup, Textarea, useToast } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { formatWareki } from '@/lib/wareki';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

interface DialogProps {
  plan: Plan;
  onClose: () => void;
}

/** 見直しを始める: the next version is drafted from what is in force. */
export function RevisePlanDialog({ plan: p, onClose }: DialogProps) {
  const t = useTranslations('plans.revising');
  const navigate = useNavigate();
  const verb = useReason(p, t('reasonMissing'), revisePlan, () => {
    onClose();
    void navigate({ to: '/plans/$planId', params: { planId: p.id } });
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={FilePen}
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        required
        limit={2000}
        rows={3}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}

/** プランを終える without closing the case. */
export function EndPlanDialog({ plan: p, onClose }: DialogProps) {
  const t = useTranslations('plans.ending');
  const toast = useToast();
  const verb = useReason(p, t('reasonMissing'), endPlan, () => {
    toast(t('done'));
    onClose();
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={X}
      variant="danger"
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        required
        limit={2000}
        rows={3}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}

function useReason(p: Plan, missing: string, call: typeof revisePlan | typeof endPlan, done: () => void) {
  return useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      return reason ? ready({ reason }) : faulty({ reason: missing });
    },
    send: async (body, headers) =>
      (
        await call({
          path: { planId: p.id },
          body,
          headers: { ...headers, 'If-Match': p.etag ?? '' },
          throwOnError: true,
        })
      ).data,
    done,
  });
}

export interface AgreeDialogProps extends DialogProps {
  /** The newest version of the draft. */
  etag: () => string;
  onAgreed: () => void;
  /** The draft lacks something: its faults belong to the page behind. */
  onIncomplete: (faults: Readonly<Record<string, string>>) => void;
}

/** 合意する: at a conference of the case, or otherwise and why. */
export function AgreeDialog({ plan: p, etag, onAgreed, onIncomplete, onClose }: AgreeDialogProps) {
  const t = useTranslations('plans.agreeing');
  const today = todayInJapan(new Date());
  const [where, setWhere] = useState(p.meetings[0]?.id ?? 'other');
  const [on, setOn] = useState<DateValue>({ text: today, date: today, valid: true });
  const other = where === 'other';
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      const faults: Record<string, string> = {};
      if (other && !reason) faults.reason = t('reasonMissing');
      if (!on.date || on.date > today) faults.agreedOn = t('dateMissing');
      if (Object.keys(faults).length > 0) return faulty(faults);
      return ready({ conferenceId: other ? undefined : where, reason: reason || undefined, agreedOn: on.date });
    },
    send: async (body, headers) => {
      const options = {
        path: { planId: p.id },
        body,
        headers: { ...headers, 'If-Match': etag() },
        throwOnError: true,
      } as const;
      try {
        return (await agreePlan(options)).data;
      } catch (error) {
        const lacking = fieldErrors(error).filter((e) => e.name.startsWith('content'));
        if (lacking.length > 0) onIncomplete(Object.fromEntries(lacking.map((e) => [e.name, e.message])));
        throw error;
      }
    },
    done: onAgreed,
    rename: (name) => (name === 'on' ? 'agreedOn' : name),
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Handshake}
      verb={verb}
      onClose={onClose}
    >
      <RadioGroup
        name="where"
        label={t('where')}
        required
        defaultValue={where}
        onChange={(e) => setWhere(e.currentTarget.value)}
        options={[
          ...p.meetings.map((m) => ({ value: m.id, label: `${m.name}（${formatWareki(m.heldOn)}）` })),
          { value: 'other', label: t('otherwise') },
        ]}
      />
      <Textarea
        name="reason"
        id="reason"
        label={t(other ? 'reason' : 'remark')}
        required={other}
        optional={!other}
        limit={2000}
        rows={2}
        error={verb.faults.reason}
      />
      <DateField
        name="agreedOn"
        id="agreedOn"
        label={t('agreedOn')}
        required
        pastOnly
        defaultValue={today}
        onDateChange={setOn}
        error={verb.faults.agreedOn}
      />
    </VerbDialog>
  );
}
