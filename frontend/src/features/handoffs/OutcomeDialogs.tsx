import { CircleCheck, MessageSquareWarning, MessagesSquare } from 'lucide-react';
import { useTranslations } from 'use-intl';
import {
  type ConnectHow,
  connectHandoff,
  type EscalationReason,
  escalateHandoff,
  reportRefusal,
} from '@/api/generated';
import { RadioGroup, Textarea, TextField, useToast } from '@/components/ui';
import { WhenField } from '../timeline/WhenField';
import { type HandoffDialogProps, TEXT_LIMIT } from './AnswerDialogs';
import { useMeanwhile } from './conflict';
import { type Faults, faulty, ready, textOf, useVerb } from './useVerb';
import { VerbDialog } from './VerbDialog';

const HOWS: readonly ConnectHow[] = ['accompanied', 'three_way', 'home_visit', 'phone', 'document'];

/** The reasons a person may give; the others are for the clock and the rules. */
export const PERSON_REASONS: readonly EscalationReason[] = [
  'no_destination',
  'no_support_menu',
  'support_refused',
  'other',
];

/** つながった: the household was met; how decides whether it was handed on warm. */
export function ConnectDialog({ handoff, onClose }: HandoffDialogProps) {
  const t = useTranslations('handoffs.connect');
  const hows = useTranslations('codes.connectHow');
  const toast = useToast();
  const { meanwhile, now, look } = useMeanwhile(handoff, 'connect');
  const verb = useVerb({
    read: (form) => {
      const how = textOf(form, 'how') as ConnectHow | '';
      const at = textOf(form, 'at');
      const faults: Record<string, string> = {};
      if (!how) faults.how = t('howMissing');
      if (!at) faults.at = t('atMissing');
      else if (Date.parse(at) > Date.now()) faults.at = t('atFuture');
      const who = textOf(form, 'who');
      if (!who) faults.who = t('whoMissing');
      if (!how || Object.keys(faults).length > 0) return faulty(faults);
      return ready({ how, at, who, note: textOf(form, 'note') || undefined });
    },
    send: async (body, headers) => {
      const path = { handoffId: handoff.id };
      return (await connectHandoff({ path, body, headers: { ...headers, 'If-Match': now.etag }, throwOnError: true }))
        .data;
    },
    done: () => {
      toast(t('done', { from: handoff.from.name }));
      onClose();
    },
    conflict: look,
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead', { from: handoff.from.name })}</p>}
      submit={t('submit')}
      icon={CircleCheck}
      verb={verb}
      meanwhile={meanwhile}
      onClose={onClose}
    >
      <RadioGroup
        name="how"
        label={t('how')}
        required
        columns={2}
        error={verb.faults.how}
        options={HOWS.map((value) => ({ value, label: hows(value), hint: t(`hint.${value}`) }))}
      />
      <WhenField name="at" label={t('at')} error={verb.faults.at} />
      <TextField name="who" id="who" label={t('who')} hint={t('whoHint')} required error={verb.faults.who} />
      <Textarea name="note" id="note" label={t('note')} optional limit={TEXT_LIMIT} rows={3} error={verb.faults.note} />
    </VerbDialog>
  );
}

/** 断りの報告: nothing moves because of it; the coordinators come. */
export function RefusalDialog({ handoff, onClose }: HandoffDialogProps) {
  const t = useTranslations('handoffs.refusal');
  const toast = useToast();
  const { meanwhile, now, look } = useMeanwhile(handoff, 'report_refusal');
  const verb = useVerb({
    read: (form) => {
      const body = { saidBy: textOf(form, 'saidBy'), said: textOf(form, 'said'), saidAt: textOf(form, 'saidAt') };
      const faults: Record<string, string> = {};
      if (!body.saidBy) faults.saidBy = t('saidByMissing');
      if (!body.said) faults.said = t('saidMissing');
      if (!body.saidAt) faults.saidAt = t('saidAtMissing');
      else if (Date.parse(body.saidAt) > Date.now()) faults.saidAt = t('saidAtFuture');
      return Object.keys(faults).length > 0 ? faulty(faults) : ready(body);
    },
    send: async (body, headers) => {
      const path = { handoffId: handoff.id };
      return (await reportRefusal({ path, body, headers: { ...headers, 'If-Match': now.etag }, throwOnError: true }))
        .data;
    },
    done: () => {
      toast(t('done'));
      onClose();
    },
    conflict: look,
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={
        <ul className="list-disc space-y-1 pl-6">
          <li>{t('lead1')}</li>
          <li>{t('lead2')}</li>
          <li>{t('lead3', { to: handoff.to.name })}</li>
        </ul>
      }
      submit={t('submit')}
      icon={MessageSquareWarning}
      verb={verb}
      meanwhile={meanwhile}
      onClose={onClose}
    >
      <TextField
        name="saidBy"
        id="saidBy"
        label={t('saidBy')}
        hint={t('saidByHint')}
        required
        width="lg"
        error={verb.faults.saidBy}
      />
      <WhenField name="saidAt" label={t('saidAt')} error={verb.faults.saidAt} />
      <Textarea
        name="said"
        id="said"
        label={t('said')}
        hint={t('saidHint')}
        required
        limit={TEXT_LIMIT}
        rows={4}
        error={verb.faults.said}
      />
    </VerbDialog>
  );
}

/** Body of a consultation with the coordinators; the same for a handoff and for a case. */
export function readEscalation(form: FormData, missing: { reason: string; text: string }) {
  const reason = textOf(form, 'reason') as EscalationReason | '';
  const text = textOf(form, 'text');
  const faults: Record<string, string> = {};
  if (!reason) faults.reason = missing.reason;
  if (reason === 'other' && !text) faults.text = missing.text;
  if (!reason || Object.keys(faults).length > 0) return faulty(faults);
  return ready({ reason, text: text || undefined });
}

export function EscalationFields({ faults }: { faults: Faults }) {
  const t = useTranslations('handoffs.escalate');
  const reasons = useTranslations('codes.escalationReason');
  return (
    <>
      <RadioGroup
        name="reason"
        label={t('reason')}
        required
        error={faults.reason}
        options={PERSON_REASONS.map((value) => ({ value, label: reasons(value) }))}
      />
      <Textarea
        name="text"
        id="text"
        label={t('text')}
        hint={t('textHint')}
        limit={TEXT_LIMIT}
        rows={4}
        error={faults.text}
      />
    </>
  );
}

/** 推進員に相談する, about one handoff. */
export function EscalateHandoffDialog({ handoff, onClose }: HandoffDialogProps) {
  const t = useTranslations('handoffs.escalate');
  const toast = useToast();
  const { meanwhile, now, look } = useMeanwhile(handoff, 'escalate');
  const verb = useVerb({
    read: (form) => readEscalation(form, { reason: t('reasonMissing'), text: t('textMissing') }),
    send: async (body, headers) => {
      const path = { handoffId: handoff.id };
      return (await escalateHandoff({ path, body, headers: { ...headers, 'If-Match': now.etag }, throwOnError: true }))
        .data;
    },
    done: () => {
      toast(t('done'));
      onClose();
    },
    conflict: look,
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={MessagesSquare}
      verb={verb}
      meanwhile={meanwhile}
      onClose={onClose}
    >
      <EscalationFields faults={verb.faults} />
    </VerbDialog>
  );
}
