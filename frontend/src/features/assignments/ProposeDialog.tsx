import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Case, proposeAssignment } from '@/api/generated';
import { DateField, type DateValue, Select, Textarea, useToast } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { addDays, agenciesOf } from './agencies';

/** 役割を決める: agency, task, member, day. */
export function ProposeDialog({ case: c, onClose }: { case: Case; onClose: () => void }) {
  const t = useTranslations('assignments.proposal');
  const toast = useToast();
  const due = addDays(todayInJapan(new Date()), 14);
  const [on, setOn] = useState<DateValue>({ text: due, date: due, valid: true });
  const verb = useVerb({
    read: (form) => {
      const agencyId = textOf(form, 'agencyId');
      const task = textOf(form, 'task');
      const faults: Record<string, string> = {};
      if (!agencyId) faults.agencyId = t('agencyMissing');
      if (!task) faults.task = t('taskMissing');
      if (!on.valid) faults.dueOn = t('dateMissing');
      if (Object.keys(faults).length > 0) return faulty(faults);
      return ready({ caseId: c.id, agencyId, task, memberId: textOf(form, 'memberId') || undefined, dueOn: on.date });
    },
    send: async (body, headers) => (await proposeAssignment({ body, headers, throwOnError: true })).data,
    done: (a) => {
      toast(t('done', { agency: a.agency.name }));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={ListChecks}
      verb={verb}
      onClose={onClose}
    >
      <Select
        name="agencyId"
        id="agencyId"
        label={t('agency')}
        hint={t('agencyHint')}
        required
        empty={t('choose')}
        width="full"
        error={verb.faults.agencyId}
        options={agenciesOf(c).map((a) => ({ value: a.id, label: a.name }))}
      />
      <Textarea name="task" id="task" label={t('task')} required limit={2000} rows={3} error={verb.faults.task} />
      <Select
        name="memberId"
        id="memberId"
        label={t('member')}
        optional
        empty={t('household')}
        error={verb.faults.memberId}
        options={c.members.filter((m) => m.current).map((m) => ({ value: m.id, label: m.name || t('noName') }))}
      />
      <DateField
        name="dueOn"
        id="dueOn"
        label={t('dueOn')}
        hint={t('dueHint')}
        required
        defaultValue={due}
        onDateChange={setOn}
        error={verb.faults.dueOn}
      />
    </VerbDialog>
  );
}
