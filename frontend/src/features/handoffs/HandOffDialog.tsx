import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Case, type HandoffList, handOff, type Reference } from '@/api/generated';
import {
  Checkbox,
  CheckboxGroup,
  Disclosure,
  FieldError,
  NoticeBanner,
  RadioGroup,
  Textarea,
  useToast,
} from '@/components/ui';
import { AgencyPicker, AgencySuggestions } from '@/features/directory';
import { todayInJapan } from '@/lib/age';
import { groundsOn, useReference } from '../cases/reference';
import { TEXT_LIMIT } from './AnswerDialogs';
import { BeforeSending } from './BeforeSending';
import {
  askFor,
  checkOrder,
  everyoneConsented,
  fieldOf,
  leadAskedFor,
  type OrderDraft,
  orderBody,
  type Receiver,
} from './order';
import { ReceiverCard } from './ReceiverCard';
import { faulty, ready, textOf, useVerb } from './useVerb';
import { VerbDialog } from './VerbDialog';

export interface HandOffDialogProps {
  case: Case;
  onClose: () => void;
  /** Told which handoffs were made. */
  onSent?: (made: HandoffList) => void;
}

/** つなぐ: whom, what for, what they will see, on which ground. */
export function HandOffDialog({ case: c, onClose, onSent }: HandOffDialogProps) {
  const t = useTranslations('handoffs.handOff');
  const toast = useToast();
  const reference = useReference();
  const [receivers, setReceivers] = useState<readonly Receiver[]>([]);
  const [shown, setShown] = useState({ urgent: c.danger, sheet: true, notes: false });
  // A consent can hold for some agencies or parts only; who knows is the server, and then it asks for a ground.
  const [groundAsked, setGroundAsked] = useState(false);
  const consented = everyoneConsented(c) && !groundAsked;
  const leadAsked = leadAskedFor(c);
  const verb = useVerb({
    read: (form) => {
      const draft = readOrder(form, receivers);
      const rules = { consented, leadAsked, needsNote };
      const faults = checkOrder(draft, rules);
      if (faults.length > 0) {
        // Said with the agency's name: with several receivers the summary would repeat itself.
        const of = (name: string) => receivers.find((r) => name.endsWith(r.agency.id))?.agency.name ?? '';
        return faulty(Object.fromEntries(faults.map(([name, f]) => [name, t(`fault.${f}`, { agency: of(name) })])));
      }
      return ready(orderBody(draft, rules));
    },
    send: async (body, headers) => (await handOff({ path: { caseId: c.id }, body, headers, throwOnError: true })).data,
    done: (made) => {
      const escalated = made.items.some((h) => h.state === 'escalated');
      toast(escalated ? t('doneEscalated') : t('done', { count: made.items.length }), escalated ? 'info' : 'success');
      onSent?.(made);
      onClose();
    },
    rename: (name) => fieldOf(name, receivers),
  });
  if (verb.faults.ground && !groundAsked) setGroundAsked(true);
  const add = (agency: Receiver['agency']) =>
    setReceivers((now) =>
      now.some((r) => r.agency.id === agency.id) ? now : [...now, { agency, ask: askFor(now, leadAsked) }],
    );
  return (
    <VerbDialog
      size="lg"
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={receivers.length > 1 ? t('submitMany', { count: receivers.length }) : t('submit')}
      icon={Send}
      verb={verb}
      onClose={onClose}
    >
      <Receivers
        case={c}
        receivers={receivers}
        leadAsked={leadAsked}
        faults={verb.faults}
        onAdd={add}
        onChange={setReceivers}
      />
      <div
        className="flex flex-col gap-5"
        onChange={(event) => {
          const el = event.target;
          if (!(el instanceof HTMLInputElement) || el.type !== 'checkbox') return;
          if (el.name === 'urgent') setShown((s) => ({ ...s, urgent: el.checked }));
          if (el.name === 'scope') setShown((s) => ({ ...s, [el.value]: el.checked }));
        }}
      >
        <Textarea
          name="purpose"
          id="purpose"
          label={t('purpose')}
          hint={t('purposeHint')}
          required
          limit={TEXT_LIMIT}
          rows={2}
          error={verb.faults.purpose}
        />
        <Checkbox name="urgent" label={t('urgent')} hint={t('urgentHint')} defaultChecked={c.danger} />
        <CheckboxGroup
          name="scope"
          label={t('scope')}
          hint={t('scopeHint')}
          required
          error={verb.faults.scope}
          defaultValue={['sheet']}
          options={[
            { value: 'sheet', label: t('scopeSheet'), hint: t('scopeSheetHint') },
            { value: 'notes', label: t('scopeNotes'), hint: t('scopeNotesHint') },
          ]}
        />
        <GroundFields reference={reference} consented={consented} faults={verb.faults} />
        {receivers.some((r) => r.ask === 'lead') && (
          <Checkbox name="leave" label={t('leave')} hint={t('leaveHint', { agency: c.lead.name })} />
        )}
      </div>
      <BeforeSending receivers={receivers} reference={reference} guarded={c.protected !== undefined} {...shown} />
    </VerbDialog>
  );
}

/** その他 says nothing by itself. */
function needsNote(ground: string): boolean {
  return ground === 'other';
}

function readOrder(form: FormData, receivers: readonly Receiver[]): OrderDraft {
  const scope = form.getAll('scope');
  return {
    receivers,
    texts: (id) => ({ reason: textOf(form, `reason-${id}`), request: textOf(form, `request-${id}`) }),
    purpose: textOf(form, 'purpose'),
    urgent: form.has('urgent'),
    scope: { sheet: scope.includes('sheet'), notes: scope.includes('notes') },
    ground: textOf(form, 'ground'),
    groundNote: textOf(form, 'groundNote'),
    leave: form.has('leave'),
  };
}

interface ReceiversProps {
  case: Case;
  receivers: readonly Receiver[];
  leadAsked: boolean;
  faults: Readonly<Record<string, string>>;
  onAdd: (agency: Receiver['agency']) => void;
  onChange: (receivers: readonly Receiver[]) => void;
}

function Receivers({ case: c, receivers, leadAsked, faults, onAdd, onChange }: ReceiversProps) {
  const t = useTranslations('handoffs.handOff');
  const chosen = receivers.map((r) => r.agency.id);
  const suggestions = (
    <AgencySuggestions
      issues={c.issues}
      ward={c.ward}
      district={c.district}
      caseId={c.id}
      level={4}
      exclude={[c.lead.id]}
      chosen={chosen}
      limit={4}
      onChoose={(a) => onAdd({ id: a.id, code: a.code, name: a.name })}
    />
  );
  return (
    <section aria-labelledby="receivers-title" className="flex flex-col gap-4">
      <h3 id="receivers-title" className="text-std-20B-150">
        {t('receivers')}
      </h3>
      {receivers.length > 0 && (
        <ul className="flex flex-col gap-4">
          {receivers.map((r) => (
            <ReceiverCard
              key={r.agency.id}
              receiver={r}
              leadAsked={leadAsked}
              faults={faults}
              onAsk={(ask) => onChange(receivers.map((x) => (x.agency.id === r.agency.id ? { ...x, ask } : x)))}
              onRemove={() => onChange(receivers.filter((x) => x.agency.id !== r.agency.id))}
            />
          ))}
        </ul>
      )}
      <div id="receivers" tabIndex={-1} className="flex flex-col gap-4 rounded-12 bg-solid-gray-50 p-4">
        <FieldError id="receivers" error={faults.receivers} />
        <AgencyPicker
          key={chosen.join()}
          label={t('search')}
          hint={t('searchHint')}
          exclude={[...chosen, c.lead.id]}
          value={undefined}
          onChange={(agency) => agency && onAdd(agency)}
        />
        {receivers.length === 0 ? suggestions : <Disclosure summary={t('more')}>{suggestions}</Disclosure>}
      </div>
    </section>
  );
}

function GroundFields({
  reference,
  consented,
  faults,
}: {
  reference: Reference | undefined;
  consented: boolean;
  faults: Readonly<Record<string, string>>;
}) {
  const t = useTranslations('handoffs.handOff');
  const [ground, setGround] = useState('');
  if (consented) {
    return (
      <p>
        <span className="mr-3 font-bold">{t('ground')}</span>
        {t('consented')}
      </p>
    );
  }
  const grounds = groundsOn(reference?.grounds ?? [], todayInJapan(new Date())).filter((g) => !g.needsConsent);
  return (
    <>
      <NoticeBanner tone="warning" level={3} title={t('notConsented')}>
        {t('notConsentedHint')}
      </NoticeBanner>
      <RadioGroup
        name="ground"
        label={t('ground')}
        required
        error={faults.ground}
        onChange={(event) => setGround(event.currentTarget.value)}
        options={grounds.map((g) => ({ value: g.code, label: g.label, hint: g.article }))}
      />
      <Textarea
        name="groundNote"
        id="groundNote"
        label={t('groundNote')}
        hint={t('groundNoteHint')}
        optional={!needsNote(ground)}
        required={needsNote(ground)}
        limit={TEXT_LIMIT}
        rows={2}
        error={faults.groundNote}
      />
    </>
  );
}
