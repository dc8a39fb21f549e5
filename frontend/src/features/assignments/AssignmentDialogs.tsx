import {
  CalendarClock,
  CircleAlert,
  CircleCheck,
  CornerUpRight,
  HandHelping,
  NotebookPen,
  UserRoundCheck,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type Assignment,
  type Case,
  completeAssignment,
  handOnAssignment,
  reassignAssignment,
  reportAssignment,
  retimeAssignment,
  struggleAssignment,
  takeAssignment,
} from '@/api/generated';
import { DateField, type DateValue, Select, Textarea, TextField, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb, type VerbHeaders } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { agenciesOf } from './agencies';

interface DialogProps {
  assignment: Assignment;
  onClose: () => void;
}

const icons = { take: HandHelping, report: NotebookPen, complete: CircleCheck, struggle: CircleAlert };

/** What every change of this role is sent with. */
function sending(a: Assignment, headers: VerbHeaders) {
  return { path: { assignmentId: a.id }, headers: { ...headers, 'If-Match': a.etag }, throwOnError: true } as const;
}

/** Take, report, complete, struggle: a button and a few words. */
export function RemarkDialog({ assignment: a, verb: which, onClose }: DialogProps & { verb: keyof typeof icons }) {
  const t = useTranslations(`assignments.${which}`);
  const toast = useToast();
  const needed = which === 'report' || which === 'struggle';
  const verb = useVerb({
    read: (form) => {
      const text = textOf(form, 'text');
      return needed && !text ? faulty({ text: t('missing') }) : ready(text);
    },
    send: async (text, headers) => {
      const options = sending(a, headers);
      const note = { note: text || undefined };
      switch (which) {
        case 'take':
          return (await takeAssignment({ ...options, body: note })).data;
        case 'complete':
          return (await completeAssignment({ ...options, body: note })).data;
        case 'report':
          return (await reportAssignment({ ...options, body: { text } })).data;
        default:
          return (await struggleAssignment({ ...options, body: { text } })).data;
      }
    },
    done: () => {
      toast(t('done'));
      onClose();
    },
    rename: (name) => (name === 'note' ? 'text' : name),
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<Task assignment={a} lead={t('lead')} />}
      submit={t('submit')}
      icon={icons[which]}
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        name="text"
        id="text"
        label={t('text')}
        required={needed}
        optional={!needed}
        limit={2000}
        rows={3}
        error={verb.faults.text}
      />
    </VerbDialog>
  );
}

function Task({ assignment: a, lead }: { assignment: Assignment; lead: string }) {
  return (
    <>
      <p>{lead}</p>
      <p className="mt-2 rounded-8 bg-solid-gray-50 px-4 py-3 whitespace-pre-wrap text-solid-gray-900">{a.task}</p>
    </>
  );
}

/** 担当を替える, by a coordinator who has agreed it with both. */
export function ReassignDialog({ assignment: a, case: c, onClose }: DialogProps & { case: Case }) {
  const t = useTranslations('assignments.reassign');
  const toast = useToast();
  const [on, setOn] = useState<DateValue>({ text: '', date: undefined, valid: true });
  const verb = useVerb({
    read: (form) => {
      const body = { agencyId: textOf(form, 'agencyId'), reason: textOf(form, 'reason'), dueOn: on.date };
      const faults: Record<string, string> = {};
      if (!body.agencyId) faults.agencyId = t('agencyMissing');
      if (!body.reason) faults.reason = t('reasonMissing');
      if (!on.valid) faults.dueOn = t('dateMissing');
      return Object.keys(faults).length > 0 ? faulty(faults) : ready(body);
    },
    send: async (body, headers) => (await reassignAssignment({ ...sending(a, headers), body })).data,
    done: (answer) => {
      toast(t('done', { agency: answer.agency.name }));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<Task assignment={a} lead={t('lead')} />}
      submit={t('submit')}
      icon={UserRoundCheck}
      verb={verb}
      onClose={onClose}
    >
      <Select
        name="agencyId"
        id="agencyId"
        label={t('agency')}
        required
        empty={t('choose')}
        width="full"
        error={verb.faults.agencyId}
        options={agenciesOf(c)
          .filter((x) => x.id !== a.agency.id)
          .map((x) => ({ value: x.id, label: x.name }))}
      />
      <DateField name="dueOn" id="dueOn" label={t('dueOn')} optional onDateChange={setOn} error={verb.faults.dueOn} />
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        required
        limit={2000}
        rows={2}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}

/** 期限を決め直す: also when the old day is over. */
export function RetimeDialog({ assignment: a, onClose }: DialogProps) {
  const t = useTranslations('assignments.retime');
  const toast = useToast();
  const [on, setOn] = useState<DateValue>({ text: '', date: undefined, valid: true });
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      const faults: Record<string, string> = {};
      if (!on.date) faults.dueOn = t('dateMissing');
      if (!reason) faults.reason = t('reasonMissing');
      if (!on.date || Object.keys(faults).length > 0) return faulty(faults);
      return ready({ dueOn: on.date, reason });
    },
    send: async (body, headers) => (await retimeAssignment({ ...sending(a, headers), body })).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<Task assignment={a} lead={t('lead')} />}
      submit={t('submit')}
      icon={CalendarClock}
      verb={verb}
      onClose={onClose}
    >
      <DateField name="dueOn" id="dueOn" label={t('dueOn')} required onDateChange={setOn} error={verb.faults.dueOn} />
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        required
        limit={2000}
        rows={2}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}

/** 引き継ぐ: somebody named goes on with it. */
export function HandOnDialog({ assignment: a, onClose }: DialogProps) {
  const t = useTranslations('assignments.handOn');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => {
      const to = textOf(form, 'to');
      return to ? ready({ to, reason: textOf(form, 'reason') || undefined }) : faulty({ to: t('toMissing') });
    },
    send: async (body, headers) => (await handOnAssignment({ ...sending(a, headers), body })).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<Task assignment={a} lead={t('lead')} />}
      submit={t('submit')}
      icon={CornerUpRight}
      verb={verb}
      onClose={onClose}
    >
      <TextField name="to" id="to" label={t('to')} hint={t('toHint')} required error={verb.faults.to} />
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        optional
        limit={2000}
        rows={2}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}
