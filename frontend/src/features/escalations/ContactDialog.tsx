import { PencilLine, Phone, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type AgencyRef,
  type Contact,
  type ContactInput,
  type ContactKind,
  correctContact,
  logContact,
} from '@/api/generated';
import { Chip, IconButton, RadioGroup, Textarea, TextField, useToast } from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { WhenField } from '../timeline/WhenField';

export const CONTACT_KINDS: readonly ContactKind[] = ['phone', 'visit', 'office', 'online', 'accompanied', 'document'];

/** Longest note, in characters as a reader counts. */
const NOTE_LIMIT = 2000;

export interface ContactDialogProps {
  /** Where it belongs: a case, or an escalation. */
  of: { caseId: string } | { escalationId: string };
  /** The agency spoken with last, or the one that is asked: most likely this one again. */
  agency?: AgencyRef;
  onClose: () => void;
}

/** 調整を記録する: by telephone, now, with the last agency, unless somebody says otherwise. Two clicks from the desk. */
export function ContactDialog({ of, agency, onClose }: ContactDialogProps) {
  const t = useTranslations('desk.contact');
  const toast = useToast();
  const [agencies, setAgencies] = useState<AgencyRef[]>(agency ? [agency] : []);
  const verb = useVerb({
    read: (form) => {
      const read = readContact(form, agencies, t);
      return read.faults ? faulty(read.faults) : ready({ ...of, ...read.body });
    },
    send: async (body: ContactInput, headers) => (await logContact({ body, headers, throwOnError: true })).data,
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
      icon={Phone}
      verb={verb}
      onClose={onClose}
    >
      <ContactFields agencies={agencies} onAgencies={setAgencies} faults={verb.faults} />
    </VerbDialog>
  );
}

/** 調整の記録を訂正する: what it said before stays, with the reason; it does not count twice. */
export function CorrectContactDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const t = useTranslations('desk.contact');
  const toast = useToast();
  const [agencies, setAgencies] = useState<AgencyRef[]>(contact.agencies);
  const verb = useVerb({
    read: (form) => {
      const read = readContact(form, agencies, t);
      const reason = textOf(form, 'reason');
      if (read.faults || !reason) return faulty({ ...read.faults, ...(reason ? {} : { reason: t('reasonMissing') }) });
      return ready({ ...read.body, reason });
    },
    // A correction is a PATCH and takes no Idempotency-Key: the version it was made from does the same.
    send: async (body) => {
      const path = { contactId: contact.id };
      return (await correctContact({ path, body, headers: { 'If-Match': contact.etag ?? '' }, throwOnError: true }))
        .data;
    },
    done: () => {
      toast(t('corrected'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('correctTitle')}
      lead={<p>{t('correctLead')}</p>}
      submit={t('correctSubmit')}
      icon={PencilLine}
      verb={verb}
      onClose={onClose}
    >
      <ContactFields agencies={agencies} onAgencies={setAgencies} faults={verb.faults} contact={contact} />
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        required
        limit={NOTE_LIMIT}
        rows={2}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}

interface FieldsProps {
  agencies: readonly AgencyRef[];
  onAgencies: (agencies: AgencyRef[]) => void;
  faults: Readonly<Record<string, string>>;
  contact?: Contact;
}

function ContactFields({ agencies, onAgencies, faults, contact }: FieldsProps) {
  const t = useTranslations('desk.contact');
  const kinds = useTranslations('codes.contactKind');
  return (
    <>
      <RadioGroup
        name="kind"
        label={t('kind')}
        required
        columns={3}
        defaultValue={contact?.kind ?? 'phone'}
        error={faults.kind}
        options={CONTACT_KINDS.map((value) => ({ value, label: kinds(value) }))}
      />
      <div className="flex flex-col gap-2">
        {agencies.length > 0 && (
          <ul aria-label={t('chosen')} className="flex flex-wrap gap-2">
            {agencies.map((a) => (
              <li key={a.id} className="inline-flex items-center gap-1">
                <Chip tone="blue">{a.name}</Chip>
                <IconButton
                  icon={X}
                  label={t('without', { agency: a.name })}
                  onClick={() => onAgencies(agencies.filter((b) => b.id !== a.id))}
                />
              </li>
            ))}
          </ul>
        )}
        <AgencyPicker
          id="agencyIds"
          label={t(agencies.length > 0 ? 'moreAgencies' : 'agencies')}
          required={agencies.length === 0}
          optional={agencies.length > 0}
          exclude={agencies.map((a) => a.id)}
          error={faults.agencyIds}
          onChange={(a) => a && onAgencies([...agencies, a])}
        />
      </div>
      <WhenField name="at" label={t('at')} error={faults.at} start={contact?.at} />
      <TextField
        name="minutes"
        id="minutes"
        label={t('minutes')}
        optional
        width="xs"
        inputMode="numeric"
        suffix={t('minutesUnit')}
        defaultValue={contact?.minutes}
        error={faults.minutes}
      />
      <Textarea
        name="note"
        id="note"
        label={t('note')}
        hint={t('noteHint')}
        optional
        limit={NOTE_LIMIT}
        rows={3}
        defaultValue={contact?.note}
        error={faults.note}
      />
    </>
  );
}

type Words = (key: 'kindMissing' | 'agenciesMissing' | 'atMissing' | 'atFuture' | 'minutesWrong') => string;

/** What the form says, or what must be corrected first. */
export function readContact(form: FormData, agencies: readonly AgencyRef[], t: Words) {
  const kind = CONTACT_KINDS.find((k) => k === form.get('kind'));
  const at = textOf(form, 'at');
  const minutes = readMinutes(textOf(form, 'minutes'));
  const faults: Record<string, string> = {};
  if (!kind) faults.kind = t('kindMissing');
  if (agencies.length === 0) faults.agencyIds = t('agenciesMissing');
  if (!at) faults.at = t('atMissing');
  else if (Date.parse(at) > Date.now()) faults.at = t('atFuture');
  if (minutes === 'wrong') faults.minutes = t('minutesWrong');
  if (!kind || minutes === 'wrong' || Object.keys(faults).length > 0) return { faults, body: undefined };
  const note = textOf(form, 'note') || undefined;
  return { faults: undefined, body: { kind, at, minutes, agencyIds: agencies.map((a) => a.id), note } };
}

/** Minutes as people write them, ３０ or 30分; nothing is nothing. */
export function readMinutes(text: string): number | undefined | 'wrong' {
  const plain = text.normalize('NFKC').replace(/分$/, '').trim();
  if (!plain) return undefined;
  const n = Number(plain);
  return Number.isInteger(n) && n >= 0 && n <= 1440 ? n : 'wrong';
}
