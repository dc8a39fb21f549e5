import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type Case,
  type Conference,
  type ConferenceInput,
  type ConferenceKind,
  proposeConference,
} from '@/api/generated';
import { getCaseOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';
import {
  BackLink,
  Button,
  Card,
  Checkbox,
  DateField,
  EmptyState,
  ErrorSummary,
  LinkButton,
  NoticeBanner,
  PageHeader,
  ProblemPanel,
  RadioGroup,
  Skeleton,
  Textarea,
  useToast,
} from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { useReference } from '../cases/reference';
import { type Faults, faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { instantOf } from '../timeline/when';
import { type InviteeDraft, InviteesEditor, inviteeOf } from './InviteesEditor';
import { type SlotDraft, SlotsEditor, slotOf } from './SlotsEditor';
import { nextWeekday } from './times';

const KINDS: readonly ConferenceKind[] = ['case_conference', 'advisor_meeting'];
const PURPOSE_LIMIT = 2000;

export interface ProposePageProps {
  caseId?: string;
  onDone: (conference: Conference) => void;
}

/** 会議を開く: what it is, when it could be, who is needed. */
export function ProposePage({ caseId, onDone }: ProposePageProps) {
  const t = useTranslations('conferences.proposal');
  const found = useQuery({ ...getCaseOptions({ path: { caseId: caseId ?? '' } }), enabled: caseId !== undefined });
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        eyebrow={
          found.data && (
            <BackLink to="/cases/$caseId" params={{ caseId: found.data.id }}>
              {t('caseLine', { number: found.data.number })}
            </BackLink>
          )
        }
      >
        {t('lead')}
      </PageHeader>
      {!caseId && <EmptyState title={t('noCase')} action={<LinkButton to="/cases">{t('toCases')}</LinkButton>} />}
      {caseId && found.isPending && <Skeleton lines={8} />}
      {found.isError && <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <Form case={found.data} onDone={onDone} />}
    </>
  );
}

function Form({ case: c, onDone }: { case: Case; onDone: (conference: Conference) => void }) {
  const t = useTranslations('conferences.proposal');
  const toast = useToast();
  const first = nextWeekday(nextWeekday(nextWeekday(todayInJapan(new Date()))));
  const [slots, setSlots] = useState<readonly SlotDraft[]>([{ key: 0, date: first, start: '10:00', end: '11:30' }]);
  const [invitees, setInvitees] = useState<readonly InviteeDraft[]>([]);
  const [asked, setAsked] = useState(false);
  const until = useRef<string>(undefined);
  const verb = useVerb({
    read: (form) => {
      const kind = KINDS.find((k) => k === form.get('kind')) ?? 'case_conference';
      const legalBasis = textOf(form, 'legalBasis');
      const purpose = textOf(form, 'purpose');
      const faults: Record<string, string> = {};
      if (!legalBasis) faults.legalBasis = t('basisMissing');
      if (!purpose) faults.purpose = t('purposeMissing');
      slots.forEach((s, n) => {
        if (!slotOf(s)) faults[`slots.${n}`] = t('slotMissing');
      });
      if (invitees.length === 0) faults.invitees = t('whoMissing');
      if (Object.keys(faults).length > 0) return faulty(faults);
      return ready<ConferenceInput>({
        caseId: c.id,
        kind,
        legalBasis,
        purpose,
        slots: slots.flatMap((s) => slotOf(s) ?? []),
        invitees: invitees.map(inviteeOf),
        pollUntil: until.current ? instantOf(until.current, '17:15') : undefined,
        confirm: form.get('confirm') === 'on' || undefined,
      });
    },
    send: async (body, headers) => {
      try {
        return (await proposeConference({ body, headers, throwOnError: true })).data;
      } catch (error) {
        setAsked(error instanceof ApiProblem && error.code === 'confirmation_needed');
        throw error;
      }
    },
    done: (k) => {
      toast(t('done'));
      onDone(k);
    },
  });
  return (
    <form {...verb.form} className="flex flex-col gap-5">
      {verb.problem && !asked && <ProblemPanel error={verb.problem} />}
      {!asked && Object.keys(verb.faults).length > 1 && (
        <ErrorSummary
          attempt={verb.attempt}
          errors={Object.entries(verb.faults).map(([name, message]) => ({ name, message }))}
        />
      )}
      <What faults={verb.faults} />
      <Card title={t('times')}>
        <p className="mb-3 text-solid-gray-700">{t('timesLead')}</p>
        <SlotsEditor slots={slots} onSlots={setSlots} faults={verb.faults} />
        <DateField
          id="pollUntil"
          label={t('pollUntil')}
          hint={t('pollUntilHint')}
          optional
          onDateChange={({ date }) => {
            until.current = date;
          }}
          error={verb.faults.pollUntil}
          className="mt-5"
        />
      </Card>
      <Card title={t('who')}>
        <InviteesEditor case={c} invitees={invitees} onInvitees={setInvitees} faults={verb.faults} />
      </Card>
      {asked && (
        <NoticeBanner tone="warning" live title={t('confirmTitle')}>
          <ul className="list-disc pl-6">
            {Object.entries(verb.faults).map(([name, message]) => (
              <li key={name}>
                {name.startsWith('slots.') && `${t('slot', { n: Number(name.split('.')[1]) + 1 })}: `}
                {message}
              </li>
            ))}
          </ul>
          <Checkbox name="confirm" label={t('confirm')} />
        </NoticeBanner>
      )}
      <div>
        <Button type="submit" size="lg" icon={Send} busy={verb.busy}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}

function What({ faults }: { faults: Faults }) {
  const t = useTranslations('conferences.proposal');
  const words = useTranslations('conferences');
  const today = todayInJapan(new Date());
  const bases = (useReference()?.legalBases ?? []).filter(
    (b) => b.validFrom <= today && (!b.validUntil || today <= b.validUntil),
  );
  return (
    <Card title={t('what')}>
      <div className="flex flex-col gap-5">
        <RadioGroup
          name="kind"
          label={t('kind')}
          columns={2}
          defaultValue="case_conference"
          options={KINDS.map((value) => ({ value, label: words(`kinds.${value}`) }))}
        />
        <RadioGroup
          name="legalBasis"
          label={t('basis')}
          required
          columns={2}
          error={faults.legalBasis}
          options={bases.map((b) => ({
            value: b.code,
            label: words('page.basisValue', { label: b.label, article: b.article }),
            hint: [b.needsPledge && words('page.pledge'), b.needsConsent && words('page.consent')]
              .filter(Boolean)
              .join('。'),
          }))}
        />
        <Textarea
          name="purpose"
          id="purpose"
          label={t('purpose')}
          hint={t('purposeHint')}
          required
          limit={PURPOSE_LIMIT}
          rows={3}
          error={faults.purpose}
        />
      </div>
    </Card>
  );
}
