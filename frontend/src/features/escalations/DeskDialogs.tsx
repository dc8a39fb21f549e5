import { useQuery } from '@tanstack/react-query';
import { CircleCheck, HandHelping, Link2, UserRoundCheck } from 'lucide-react';
import { useTranslations } from 'use-intl';
import {
  type Case,
  type Escalation,
  type EscalationClass,
  linkEscalation,
  organizeEscalation,
  reassignEscalation,
  type SettlementInput,
  settleEscalation,
} from '@/api/generated';
import { listCoordinatorsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { RadioGroup, Select, Textarea, TextField, useToast } from '@/components/ui';
import { type Faults, faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

export interface DeskDialogProps {
  escalation: Escalation;
  onClose: () => void;
}

const CLASSES: readonly EscalationClass[] = ['coordinated', 'advice_only'];
const TEXT_LIMIT = 2000;

/** 引き受ける: whoever comes second is told who was first. */
export function OrganizeDialog({ escalation: e, onClose }: DeskDialogProps) {
  const t = useTranslations('desk.organize');
  const toast = useToast();
  const verb = useVerb({
    read: () => ready({}),
    send: async (_, headers) => {
      const path = { escalationId: e.id };
      return (await organizeEscalation({ path, headers: { ...headers, 'If-Match': e.etag ?? '' }, throwOnError: true }))
        .data;
    },
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
      icon={HandHelping}
      verb={verb}
      onClose={onClose}
    />
  );
}

/** 担当を替える: people fall ill. */
export function ReassignDialog({ escalation: e, onClose }: DeskDialogProps) {
  const t = useTranslations('desk.reassign');
  const toast = useToast();
  const coordinators = useQuery(listCoordinatorsOptions()).data?.items ?? [];
  const verb = useVerb({
    read: (form) => {
      const coordinatorId = textOf(form, 'coordinatorId');
      return coordinatorId ? ready({ coordinatorId }) : faulty({ coordinatorId: t('missing') });
    },
    send: async (body, headers) => {
      const path = { escalationId: e.id };
      return (
        await reassignEscalation({ path, body, headers: { ...headers, 'If-Match': e.etag ?? '' }, throwOnError: true })
      ).data;
    },
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
      icon={UserRoundCheck}
      verb={verb}
      onClose={onClose}
    >
      <Select
        name="coordinatorId"
        id="coordinatorId"
        label={t('to')}
        required
        empty={t('choose')}
        error={verb.faults.coordinatorId}
        options={coordinators.filter((c) => c.id !== e.coordinator?.id).map((c) => ({ value: c.id, label: c.name }))}
      />
    </VerbDialog>
  );
}

/** 調整を終える, in one of the two classes the city counts. */
export function SettleDialog({ escalation: e, case: c, onClose }: DeskDialogProps & { case?: Case }) {
  const t = useTranslations('desk.settle');
  const toast = useToast();
  const moves = c?.state === 'coordinating' && c.escalations.filter((x) => x.state !== 'settled').length === 1;
  const verb = useVerb({
    read: (form) => readSettlement(form, moves, t),
    send: async (body, headers) => {
      const path = { escalationId: e.id };
      return (
        await settleEscalation({ path, body, headers: { ...headers, 'If-Match': e.etag ?? '' }, throwOnError: true })
      ).data;
    },
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  const waiting = c?.handoffs.filter((h) => h.state === 'escalated') ?? [];
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t(moves && waiting.length > 0 ? 'leadWithdraws' : 'lead')}</p>}
      submit={t('submit')}
      icon={CircleCheck}
      verb={verb}
      onClose={onClose}
    >
      <SettlementFields moves={moves} faults={verb.faults} />
    </VerbDialog>
  );
}

export function SettlementFields({ moves, faults }: { moves: boolean; faults: Faults }) {
  const t = useTranslations('desk.settle');
  const classes = useTranslations('codes.escalationClass');
  const states = useTranslations('codes.caseState');
  return (
    <>
      <RadioGroup
        name="class"
        label={t('class')}
        required
        columns={2}
        error={faults.class}
        options={CLASSES.map((value) => ({ value, label: classes(value), hint: t(`classHint.${value}`) }))}
      />
      {moves && (
        <RadioGroup
          name="to"
          label={t('to')}
          required
          columns={2}
          error={faults.to}
          options={(['supporting', 'monitoring'] as const).map((value) => ({ value, label: states(value) }))}
        />
      )}
      <Textarea
        name="outcome"
        id="outcome"
        label={t('outcome')}
        hint={t('outcomeHint')}
        optional
        limit={TEXT_LIMIT}
        rows={3}
        error={faults.outcome}
      />
    </>
  );
}

export function readSettlement(form: FormData, moves: boolean, t: (key: 'classMissing' | 'toMissing') => string) {
  const chosen = CLASSES.find((x) => x === form.get('class'));
  const to = (['supporting', 'monitoring'] as const).find((x) => x === form.get('to'));
  const faults: Record<string, string> = {};
  if (!chosen) faults.class = t('classMissing');
  if (moves && !to) faults.to = t('toMissing');
  if (!chosen || Object.keys(faults).length > 0) return faulty(faults);
  const body: SettlementInput = {
    class: chosen,
    to: moves ? to : undefined,
    outcome: textOf(form, 'outcome') || undefined,
  };
  return ready(body);
}

/** ケースに結び付ける: the question turned out to be about a household that is known here. */
export function LinkDialog({ escalation: e, onClose }: DeskDialogProps) {
  const t = useTranslations('desk.link');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => {
      const caseNumber = textOf(form, 'caseNumber');
      return caseNumber ? ready({ caseNumber }) : faulty({ caseNumber: t('missing') });
    },
    send: async (body, headers) => {
      const path = { escalationId: e.id };
      return (
        await linkEscalation({ path, body, headers: { ...headers, 'If-Match': e.etag ?? '' }, throwOnError: true })
      ).data;
    },
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
      icon={Link2}
      verb={verb}
      onClose={onClose}
    >
      <TextField
        name="caseNumber"
        id="caseNumber"
        label={t('number')}
        hint={t('numberHint')}
        required
        width="sm"
        error={verb.faults.caseNumber}
      />
    </VerbDialog>
  );
}
