import { NotebookPen, PencilLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { correctNote, createNote, type Note, type NoteKind } from '@/api/generated';
import { Checkbox, FieldError, RadioGroup, Textarea, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { WhenField } from './WhenField';

const KINDS: readonly NoteKind[] = ['visit', 'phone', 'home_visit', 'online', 'document', 'conference', 'other'];

/** In a note of these kinds the household can have been met or spoken with. */
export const CONTACT_KINDS: readonly NoteKind[] = ['visit', 'phone', 'home_visit', 'online'];

/** Longest note, in characters as a reader counts. */
const NOTE_LIMIT = 10_000;

/** 支援経過を記録する. */
export function NoteDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const t = useTranslations('cases.note');
  const kinds = useTranslations('cases.noteKind');
  const toast = useToast();
  const [kind, setKind] = useState<NoteKind>();
  const verb = useVerb({
    read: (form) => {
      const chosen = KINDS.find((k) => k === form.get('kind'));
      const text = textOf(form, 'text');
      const occurredAt = textOf(form, 'occurredAt');
      const faults: Record<string, string> = {};
      if (!chosen) faults.kind = t('kindMissing');
      if (!occurredAt) faults.occurredAt = t('whenMissing');
      else if (Date.parse(occurredAt) > Date.now()) faults.occurredAt = t('whenFuture');
      if (!text) faults.text = t('textMissing');
      if (!chosen || Object.keys(faults).length > 0) return faulty(faults);
      const contactedHousehold = form.has('contactedHousehold') && CONTACT_KINDS.includes(chosen);
      return ready({ kind: chosen, occurredAt, text, contactedHousehold });
    },
    send: async (body, headers) => (await createNote({ path: { caseId }, body, headers, throwOnError: true })).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  const contact = kind !== undefined && CONTACT_KINDS.includes(kind);
  return (
    <VerbDialog title={t('title')} submit={t('submit')} icon={NotebookPen} verb={verb} onClose={onClose}>
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
      <Textarea name="text" id="text" label={t('text')} required limit={NOTE_LIMIT} rows={6} error={verb.faults.text} />
      {contact && (
        <Checkbox
          name="contactedHousehold"
          label={t('contacted')}
          hint={t('contactedHint')}
          error={verb.faults.contactedHousehold}
        />
      )}
      {!contact && <FieldError id="contactedHousehold" error={verb.faults.contactedHousehold} />}
    </VerbDialog>
  );
}

/** 支援経過を訂正する: the earlier text stays, with the reason. */
export function CorrectNoteDialog({ note, caseId, onClose }: { note: Note; caseId: string; onClose: () => void }) {
  const t = useTranslations('cases.correct');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => {
      const body = { text: textOf(form, 'text'), reason: textOf(form, 'reason') };
      const faults: Record<string, string> = {};
      if (!body.text) faults.text = t('textMissing');
      else if (body.text === note.text.trim()) faults.text = t('unchanged');
      if (!body.reason) faults.reason = t('reasonMissing');
      return Object.keys(faults).length > 0 ? faulty(faults) : ready(body);
    },
    // A correction is a PATCH and takes no Idempotency-Key: the version it was made from does the same.
    send: async (body) => {
      const path = { caseId, noteId: note.id };
      return (await correctNote({ path, body, headers: { 'If-Match': note.etag }, throwOnError: true })).data;
    },
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
      icon={PencilLine}
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        name="text"
        id="text"
        label={t('text')}
        required
        limit={NOTE_LIMIT}
        rows={6}
        defaultValue={note.text}
        error={verb.faults.text}
      />
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
