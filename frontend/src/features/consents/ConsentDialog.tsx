import { useQueryClient } from '@tanstack/react-query';
import { FilePen, Paperclip, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import {
  type AgencyRef,
  type ConsentMethod,
  type ConsentState,
  type DisclosurePart,
  type PersonConsent,
  recordConsent,
} from '@/api/generated';
import { refreshCasework } from '@/api/keyset';
import { ApiProblem } from '@/api/problems';
import {
  CheckboxGroup,
  DateField,
  type DateValue,
  Field,
  IconButton,
  NoticeBanner,
  RadioGroup,
  Textarea,
  TextField,
  useToast,
} from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import { todayInJapan } from '@/lib/age';
import { ACCEPT, MAX_FILE, upload, why } from '../files';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

const METHODS: readonly ConsentMethod[] = ['written', 'oral', 'proxy'];
const PARTS: readonly DisclosurePart[] = ['sheet', 'notes'];

/** Longest note, in characters as a reader counts. */
const NOTE_LIMIT = 2000;

export interface ConsentDialogProps {
  caseId: string;
  consent: PersonConsent;
  onClose: () => void;
}

/** Writes down what a person said when asked; a withdrawal has a dialog of its own. */
export function ConsentDialog({ caseId, consent: { person, states }, onClose }: ConsentDialogProps) {
  const t = useTranslations('consents.dialog');
  const files = useTranslations('files');
  const language = useLocale();
  const queries = useQueryClient();
  const paper = useRef<HTMLInputElement>(null);
  const [recorded, setRecorded] = useState<Awaited<ReturnType<typeof recordConsent>>['data']>();
  const toast = useToast();
  const offered = states.filter((s) => s !== 'withdrawn' && s !== 'unconfirmed');
  const [state, setState] = useState<ConsentState | undefined>(offered.length === 1 ? offered[0] : undefined);
  const [agencies, setAgencies] = useState<readonly AgencyRef[]>(person.consent.agencies);
  const today = todayInJapan(new Date());
  const [on, setOn] = useState<DateValue>({ text: today, date: today, valid: true });
  const verb = useVerb({
    read: (form) => {
      const method = METHODS.find((m) => m === form.get('method'));
      const parts = PARTS.filter((p) => form.getAll('parts').includes(p));
      const given = state === 'given';
      const faults: Record<string, string> = {};
      const document = paper.current?.files?.[0];
      if (document && document.size > MAX_FILE) faults.paper = files('tooLarge');
      else if (document?.size === 0) faults.paper = files('empty');
      else if (recorded && !document) faults.paper = files('consent.missing');
      if (!state) faults.state = t('stateMissing');
      if (given && !method) faults.method = t('methodMissing');
      if (given && parts.length === 0) faults.parts = t('partsMissing');
      if (!on.valid || !on.date) faults.recordedOn = t('dateMissing');
      else if (on.date > today) faults.recordedOn = t('dateFuture');
      if (recorded)
        return faults.paper
          ? faulty({ paper: faults.paper })
          : ready({ caseId, personId: person.id, state: state ?? 'given' });
      if (!state || Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        caseId,
        personId: person.id,
        state,
        method,
        scope: given
          ? { agencies: agencies.map((a) => a.id), parts: parts.length === PARTS.length ? [] : parts }
          : undefined,
        explainedBy: textOf(form, 'explainedBy') || undefined,
        recordedOn: on.date,
        note: textOf(form, 'note') || undefined,
      });
    },
    send: async (body, headers) => {
      const data = recorded ?? (await recordConsent({ body, headers, throwOnError: true })).data;
      const step = data.consent.history[0];
      const document = paper.current?.files?.[0];
      if (!step || !document) return data;
      try {
        await upload({ caseId, attachedTo: 'consent', objectId: step.id }, document, language, () => {});
      } catch (failed) {
        setRecorded(data);
        await refreshCasework(queries);
        throw paperProblem(why(failed, files('failed')));
      }
      return data;
    },
    done: (answer) => {
      const stopped = answer.stopped.map((a) => a.name).join('、');
      toast(stopped ? t('doneStopped', { agencies: stopped }) : t('done'), stopped ? 'info' : 'success');
      onClose();
    },
    rename: (name) => (name.startsWith('scope.agencies') ? 'agencies' : name === 'scope.parts' ? 'parts' : name),
  });
  const paperField = (
    <Field
      id="paper"
      field={{
        label: files('consent.label'),
        hint: files('consent.hint'),
        optional: !recorded,
        required: !!recorded,
        error: verb.faults.paper,
      }}
    >
      <input
        ref={paper}
        type="file"
        id="paper"
        aria-describedby={verb.faults.paper ? 'paper-hint paper-error' : 'paper-hint'}
        aria-invalid={verb.faults.paper ? true : undefined}
        accept={ACCEPT}
        className="w-full"
      />
    </Field>
  );
  if (recorded) {
    return (
      <VerbDialog
        title={t('title', { name: person.name || t('noName') })}
        lead={<p>{files('consent.recorded')}</p>}
        submit={files('consent.attach')}
        icon={Paperclip}
        verb={verb}
        onClose={onClose}
      >
        {paperField}
      </VerbDialog>
    );
  }
  return (
    <VerbDialog
      title={t('title', { name: person.name || t('noName') })}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={FilePen}
      verb={verb}
      onClose={onClose}
    >
      <RadioGroup
        name="state"
        label={t('state')}
        required
        error={verb.faults.state}
        defaultValue={state}
        onChange={(e) => setState(offered.find((s) => s === e.currentTarget.value))}
        options={offered.map((value) => ({ value, label: t(`states.${value}`), hint: t(`stateHints.${value}`) }))}
      />
      {state === 'given' && (
        <Scope agencies={agencies} onAgencies={setAgencies} parts={person.consent.parts} faults={verb.faults} />
      )}
      <How given={state === 'given'} faults={verb.faults} />
      <DateField
        name="recordedOn"
        id="recordedOn"
        label={t('recordedOn')}
        required
        pastOnly
        defaultValue={today}
        onDateChange={setOn}
        error={verb.faults.recordedOn}
      />
      {paperField}
      <Textarea
        name="note"
        id="note"
        label={t('note')}
        hint={t('noteHint')}
        optional
        limit={NOTE_LIMIT}
        rows={2}
        error={verb.faults.note}
      />
      {state && state !== 'given' && (
        <NoticeBanner tone="warning" level={3} title={t('withoutTitle')}>
          {t('without')}
        </NoticeBanner>
      )}
    </VerbDialog>
  );
}

/** A fault at the field of the document; the consent itself is written down already. */
function paperProblem(message: string): ApiProblem {
  return new ApiProblem({ status: 422, code: 'validation', errors: [{ pointer: '/paper', code: 'file', message }] });
}

function How({ given, faults }: { given: boolean; faults: Readonly<Record<string, string>> }) {
  const t = useTranslations('consents.dialog');
  const methods = useTranslations('consents.method');
  return (
    <>
      <RadioGroup
        name="method"
        label={t('method')}
        required={given}
        optional={!given}
        columns={3}
        error={faults.method}
        options={METHODS.map((value) => ({ value, label: methods(value) }))}
      />
      <TextField
        name="explainedBy"
        id="explainedBy"
        label={t('explainedBy')}
        hint={t('explainedByHint')}
        optional
        width="md"
        error={faults.explainedBy}
      />
    </>
  );
}

interface ScopeProps {
  agencies: readonly AgencyRef[];
  onAgencies: (agencies: readonly AgencyRef[]) => void;
  parts: readonly DisclosurePart[];
  faults: Readonly<Record<string, string>>;
}

/** What may be given, and to whom; nobody named means every agency of the scheme. */
function Scope({ agencies, onAgencies, parts, faults }: ScopeProps) {
  const t = useTranslations('consents.dialog');
  const scope = useTranslations('consents.scope');
  const chosen = agencies.map((a) => a.id);
  return (
    <fieldset className="flex flex-col gap-4 rounded-12 bg-solid-gray-50 p-4">
      <legend className="float-left mb-2 w-full text-std-17B-170">{t('scope')}</legend>
      <CheckboxGroup
        name="parts"
        label={t('parts')}
        required
        columns={2}
        error={faults.parts}
        defaultValue={parts.length > 0 ? parts : PARTS}
        options={PARTS.map((value) => ({ value, label: scope(`part.${value}`) }))}
      />
      <AgencyPicker
        key={chosen.join()}
        id="agencies"
        label={t('agencies')}
        hint={t('agenciesHint')}
        optional
        error={faults.agencies}
        exclude={chosen}
        value={undefined}
        onChange={(agency) => agency && onAgencies([...agencies, agency])}
      />
      {agencies.length > 0 && (
        <ul aria-label={t('agenciesChosen')} className="flex flex-wrap gap-2">
          {agencies.map((a) => (
            <li key={a.id} className="flex items-center rounded-8 border border-solid-gray-400 bg-white pl-3">
              {a.name}
              <IconButton
                icon={X}
                label={t('removeAgency', { agency: a.name })}
                onClick={() => onAgencies(agencies.filter((x) => x.id !== a.id))}
              />
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
