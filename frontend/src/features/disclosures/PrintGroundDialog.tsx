import { Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AgencyRef, type DisclosureInput, type DisclosurePart, recordDisclosure } from '@/api/generated';
import { RadioGroup, Textarea, TextField } from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { ProtectionWarning } from '../protections';
import { GroundFields, needsNote, type Whom } from './GroundFields';

/** What is about to be printed. */
export interface PrintedThing {
  caseId: string;
  parts: readonly DisclosurePart[];
  sheetId?: string;
  sheetNumber?: number;
  /** 支援措置 holds for somebody on it. */
  guarded?: boolean;
}

const WHOM: readonly Whom[] = ['house', 'agency', 'outside'];

export interface PrintGroundDialogProps {
  thing: PrintedThing;
  /** For whom this document is made, when it is clear from the start. */
  outside?: string;
  onClose: () => void;
  /** The line stands in the ledger: now it may be printed. */
  onRecorded: () => void;
  /** Something else than printing, which records itself. */
  take?: { title: string; lead: string; submit: string; send: (order: DisclosureInput) => Promise<void> };
}

/** 印刷の前に: to whom, and on which ground. The answer is a line of the ledger. */
export function PrintGroundDialog({ thing, outside, onClose, onRecorded, take }: PrintGroundDialogProps) {
  const t = useTranslations('disclosures.print');
  const [whom, setWhom] = useState<Whom>(outside ? 'outside' : 'house');
  const [agency, setAgency] = useState<AgencyRef>();
  const [ground, setGround] = useState('');
  const verb = useVerb({
    read: (form) => {
      const toName = textOf(form, 'toName');
      const groundNote = textOf(form, 'groundNote');
      const faults: Record<string, string> = {};
      if (whom === 'agency' && !agency) faults.toAgencyId = t('agencyMissing');
      if (whom === 'outside' && !toName) faults.toName = t('nameMissing');
      if (!ground) faults.ground = t('groundMissing');
      if (needsNote(ground) && !groundNote) faults.groundNote = t('groundNoteMissing');
      if (Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        caseId: thing.caseId,
        kind: 'print' as const,
        parts: [...thing.parts],
        sheetId: thing.sheetId,
        sheetNumber: thing.sheetNumber,
        toAgencyId: whom === 'agency' ? agency?.id : undefined,
        toName: whom === 'outside' ? toName : undefined,
        ground,
        groundNote: groundNote || undefined,
        purpose: textOf(form, 'purpose') || undefined,
        conditions: textOf(form, 'conditions') || undefined,
      });
    },
    send: async (body: DisclosureInput, headers) => {
      if (take) await take.send(body);
      else await recordDisclosure({ body, headers, throwOnError: true });
    },
    done: () => onRecorded(),
  });
  return (
    <VerbDialog
      title={take?.title ?? t('title')}
      lead={<p>{take?.lead ?? t('lead')}</p>}
      submit={take?.submit ?? t('submit')}
      icon={take ? Download : Printer}
      verb={verb}
      onClose={onClose}
    >
      {thing.guarded && <ProtectionWarning when="print" />}
      <RadioGroup
        name="whom"
        label={t('whom')}
        required
        defaultValue={whom}
        onChange={(e) => {
          setWhom(WHOM.find((w) => w === e.currentTarget.value) ?? 'house');
          setGround('');
        }}
        options={WHOM.map((value) => ({ value, label: t(`whoms.${value}`) }))}
      />
      {whom === 'agency' && (
        <AgencyPicker
          id="toAgencyId"
          name="toAgencyId"
          label={t('agency')}
          required
          value={agency}
          onChange={setAgency}
          error={verb.faults.toAgencyId}
        />
      )}
      {whom === 'outside' && (
        <TextField
          name="toName"
          id="toName"
          label={t('name')}
          hint={t('nameHint')}
          required
          defaultValue={outside}
          error={verb.faults.toName}
        />
      )}
      <GroundFields whom={whom} ground={ground} onGround={setGround} faults={verb.faults} />
      <TextField name="purpose" id="purpose" label={t('purpose')} optional error={verb.faults.purpose} />
      {whom !== 'house' && (
        <Textarea
          name="conditions"
          id="conditions"
          label={t('conditions')}
          hint={t('conditionsHint')}
          optional
          limit={2000}
          rows={2}
          error={verb.faults.conditions}
        />
      )}
    </VerbDialog>
  );
}
