import { Shield, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AgencyRef, type ProtectionPerson, protect } from '@/api/generated';
import {
  Checkbox,
  DateField,
  type DateValue,
  IconButton,
  NoticeBanner,
  RadioGroup,
  Select,
  Textarea,
  useToast,
} from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import { todayInJapan } from '@/lib/age';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

/** Longest reason, in characters as a reader counts. */
const REASON_LIMIT = 2000;

interface Props {
  caseId: string;
  persons: readonly ProtectionPerson[];
  /** The reader's own agency: it may always know. */
  own: AgencyRef;
  onClose: () => void;
}

/** 支援措置を設定する: whom, from whom, who may know, until when, why; says before what becomes hidden for whom. */
export function ProtectDialog({ caseId, persons, own, onClose }: Props) {
  const t = useTranslations('protections.protect');
  const toast = useToast();
  const [person, setPerson] = useState<string>();
  const [agencies, setAgencies] = useState<readonly AgencyRef[]>([]);
  const [until, setUntil] = useState<DateValue>({ text: '', date: undefined, valid: true });
  const today = todayInJapan(new Date());
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      const faults: Record<string, string> = {};
      if (!person) faults.personId = t('personMissing');
      if (!until.valid) faults.until = t('untilUnreadable');
      else if (until.date && until.date < today) faults.until = t('untilPast');
      if (!reason) faults.reason = t('reasonMissing');
      if (!person || Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        personId: person,
        perpetratorId: textOf(form, 'perpetratorId') || undefined,
        listed: agencies.map((a) => a.id),
        coordinators: form.get('coordinators') !== null,
        until: until.date,
        reason,
      });
    },
    send: async (body, headers) => (await protect({ path: { caseId }, body, headers, throwOnError: true })).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
    rename: (name) => (name.startsWith('listed') ? 'listed' : name),
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Shield}
      verb={verb}
      onClose={onClose}
    >
      <RadioGroup
        name="personId"
        label={t('person')}
        required
        error={verb.faults.personId}
        onChange={(e) => setPerson(e.currentTarget.value)}
        options={persons.map((p) => ({ value: p.id, label: labelOf(p, t('noName'), t('subject')) }))}
      />
      <Select
        key={person}
        name="perpetratorId"
        id="perpetratorId"
        label={t('perpetrator')}
        hint={t('perpetratorHint')}
        optional
        width="lg"
        empty={t('perpetratorNone')}
        error={verb.faults.perpetratorId}
        options={persons
          .filter((p) => p.id !== person)
          .map((p) => ({ value: p.id, label: labelOf(p, t('noName'), t('subject')) }))}
      />
      <Listed own={own} agencies={agencies} onAgencies={setAgencies} error={verb.faults.listed} />
      <DateField
        name="until"
        id="until"
        label={t('until')}
        hint={t('untilHint')}
        optional
        onDateChange={setUntil}
        error={verb.faults.until}
      />
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        hint={t('reasonHint')}
        required
        limit={REASON_LIMIT}
        rows={3}
        error={verb.faults.reason}
      />
      <NoticeBanner tone="warning" level={3} title={t('effectTitle')}>
        <ul className="list-disc space-y-1 pl-6">
          <li>{t('effectHidden')}</li>
          <li>{t('effectWho', { agencies: [own, ...agencies].map((a) => a.name).join('、') })}</li>
          <li>{t('effectAll')}</li>
          <li>{t('effectTold')}</li>
          <li>{t('effectPaper')}</li>
        </ul>
      </NoticeBanner>
    </VerbDialog>
  );
}

function labelOf(p: ProtectionPerson, noName: string, subject: string): string {
  return `${p.name || noName}（${p.relation ?? subject}）`;
}

interface ListedProps {
  own: AgencyRef;
  agencies: readonly AgencyRef[];
  onAgencies: (agencies: readonly AgencyRef[]) => void;
  error: string | undefined;
}

/** Who may know: the own agency always, others by name, the coordinators by a tick. */
function Listed({ own, agencies, onAgencies, error }: ListedProps) {
  const t = useTranslations('protections.protect');
  const chosen = [own.id, ...agencies.map((a) => a.id)];
  return (
    <fieldset className="flex flex-col gap-4 rounded-12 bg-solid-gray-50 p-4">
      <legend className="float-left mb-2 w-full text-std-17B-170">{t('listed')}</legend>
      <p>{t('listedOwn', { agency: own.name })}</p>
      <AgencyPicker
        key={chosen.join()}
        id="listed"
        label={t('listedAdd')}
        hint={t('listedHint')}
        optional
        error={error}
        exclude={chosen}
        value={undefined}
        onChange={(agency) => agency && onAgencies([...agencies, agency])}
      />
      {agencies.length > 0 && (
        <ul aria-label={t('listedChosen')} className="flex flex-wrap gap-2">
          {agencies.map((a) => (
            <li key={a.id} className="flex items-center rounded-8 border border-solid-gray-400 bg-white pl-3">
              {a.name}
              <IconButton
                icon={X}
                label={t('listedRemove', { agency: a.name })}
                onClick={() => onAgencies(agencies.filter((x) => x.id !== a.id))}
              />
            </li>
          ))}
        </ul>
      )}
      <Checkbox name="coordinators" label={t('coordinators')} hint={t('coordinatorsHint')} />
    </fieldset>
  );
}
