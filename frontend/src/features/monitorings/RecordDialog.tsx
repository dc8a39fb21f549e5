import { NotebookPen } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Monitoring, type MonitoringInput, type NoteKind, recordMonitoring } from '@/api/generated';
import { Checkbox, DateField, type DateValue, RadioGroup, Textarea, useToast } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { CONTACT_KINDS } from '../timeline/NoteDialog';
import { WhenField } from '../timeline/WhenField';

const KINDS: readonly NoteKind[] = ['home_visit', 'visit', 'phone', 'online', 'document', 'other'];

/** モニタリングを記録する: becomes an entry of the 支援経過. */
export function RecordDialog({ monitoring: m, onClose }: { monitoring: Monitoring; onClose: () => void }) {
  const t = useTranslations('monitorings.recording');
  const kinds = useTranslations('cases.noteKind');
  const toast = useToast();
  const plan = m.kind === 'plan';
  const results: readonly MonitoringInput['result'][] = plan ? ['as_planned', 'change'] : ['as_planned', 'reopen'];
  const [kind, setKind] = useState<NoteKind>();
  const [next, setNext] = useState<DateValue>({ text: '', date: undefined, valid: true });
  const verb = useVerb({
    read: (form) => {
      const chosen = KINDS.find((k) => k === form.get('kind'));
      const result = results.find((r) => r === form.get('result'));
      const occurredAt = textOf(form, 'occurredAt');
      const text = textOf(form, 'text');
      const faults: Record<string, string> = {};
      if (!chosen) faults.kind = t('kindMissing');
      if (!occurredAt) faults.occurredAt = t('whenMissing');
      if (!text) faults.text = t('textMissing');
      if (!result) faults.result = t('resultMissing');
      if (!next.valid) faults.nextOn = t('dateMissing');
      if (!chosen || !result || Object.keys(faults).length > 0) return faulty(faults);
      const contactedHousehold = form.has('contactedHousehold') && CONTACT_KINDS.includes(chosen);
      return ready({ kind: chosen, result, occurredAt, text, contactedHousehold, nextOn: next.date });
    },
    send: async (body, headers) =>
      (
        await recordMonitoring({
          path: { monitoringId: m.id },
          body,
          headers: { ...headers, 'If-Match': m.etag },
          throwOnError: true,
        })
      ).data,
    done: (answer) => {
      toast(answer.next ? t('doneNext', { on: formatWareki(answer.next.dueOn) }) : t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t(plan ? 'title' : 'titleFollowUp')}
      lead={<p>{t('lead', { number: m.caseNumber })}</p>}
      submit={t('submit')}
      icon={NotebookPen}
      verb={verb}
      onClose={onClose}
    >
      <RadioGroup
        name="kind"
        label={t('kind')}
        required
        columns={3}
        error={verb.faults.kind}
        onChange={(e) => setKind(KINDS.find((k) => k === e.currentTarget.value))}
        options={KINDS.map((value) => ({ value, label: kinds(value) }))}
      />
      <WhenField name="occurredAt" label={t('when')} error={verb.faults.occurredAt} />
      <Textarea name="text" id="text" label={t('text')} required limit={10_000} rows={5} error={verb.faults.text} />
      {kind && CONTACT_KINDS.includes(kind) && (
        <Checkbox name="contactedHousehold" defaultChecked label={t('contacted')} />
      )}
      <RadioGroup
        name="result"
        label={t('result')}
        required
        error={verb.faults.result}
        options={results.map((value) => ({ value, label: t(`results.${value}`), hint: t(`resultHints.${value}`) }))}
      />
      {plan && (
        <DateField
          name="nextOn"
          id="nextOn"
          label={t('nextOn')}
          hint={t('nextHint')}
          optional
          onDateChange={setNext}
          error={verb.faults.nextOn}
        />
      )}
    </VerbDialog>
  );
}
