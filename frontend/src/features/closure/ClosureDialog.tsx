import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Flag, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Case, type ClosureCheck, checkClosure, closeCase, type RoleEnd } from '@/api/generated';
import {
  Button,
  DateField,
  type DateValue,
  Dialog,
  NoticeBanner,
  ProblemPanel,
  RadioGroup,
  Select,
  Skeleton,
  Textarea,
  TextField,
  useToast,
} from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { ScoreFields, scoresOf } from '../plans';

interface ClosureDialogProps {
  case: Case;
  onClose: () => void;
}

/** 終結の確認: the one gate. What is missing is listed with its inputs; nothing is half done. */
export function ClosureDialog({ case: c, onClose }: ClosureDialogProps) {
  const t = useTranslations('closure');
  const found = useQuery({
    queryKey: [{ _id: 'checkClosure', tags: ['case'], path: { caseId: c.id } }],
    queryFn: async ({ signal }) => (await checkClosure({ path: { caseId: c.id }, signal, throwOnError: true })).data,
  });
  const check = found.data;
  if (check && check.blockers.length === 0) return <Gate case={c} check={check} onClose={onClose} />;
  return (
    <Dialog open title={t('title')} onClose={onClose} footer={<Button onClick={onClose}>{t('back')}</Button>}>
      {found.isPending && <Skeleton lines={5} />}
      {found.isError && <ProblemPanel error={found.error} onRetry={() => void found.refetch()} level={3} />}
      {check && <Blocked check={check} />}
    </Dialog>
  );
}

function Blocked({ check }: { check: ClosureCheck }) {
  const t = useTranslations('closure');
  return (
    <NoticeBanner tone="warning" level={3} title={t('notYet')}>
      <ul className="mt-2 flex flex-col gap-2">
        {check.blockers.map((b) => (
          <li key={b} className="flex gap-2">
            <TriangleAlert aria-hidden size="1.25em" className="mt-1 shrink-0" />
            <span>
              {t(`blocker.${b}`)}
              {b === 'open_handoff' && (
                <strong className="block">{check.handoffs.map((a) => a.name).join('、')}</strong>
              )}
            </span>
          </li>
        ))}
      </ul>
    </NoticeBanner>
  );
}

/** A field's fault by the pointer of the server, or by the name it has in the form. */
const renamed = (check: ClosureCheck) => (name: string) => {
  const role = /^roles\.(\d+)\.(to|done|reason)$/.exec(name);
  if (role) return `${role[2] === 'reason' ? 'why' : 'to'}-${check.assignments[Number(role[1])]?.id}`;
  if (name === 'roles') return `to-${check.assignments[0]?.id}`;
  if (name.startsWith('scores')) return `score-${check.goals[0]?.id}`;
  return name;
};

function Gate({ case: c, check, onClose }: ClosureDialogProps & { check: ClosureCheck }) {
  const t = useTranslations('closure');
  const toast = useToast();
  const [follow, setFollow] = useState(true);
  const [on, setOn] = useState<DateValue>({ text: check.followUpOn, date: check.followUpOn, valid: true });
  const verb = useVerb({
    read: (form) => {
      const faults: Record<string, string> = {};
      const need = (name: string, message: string) => {
        const value = textOf(form, name);
        if (!value) faults[name] = message;
        return value;
      };
      const scores = scoresOf(form, check.goals);
      for (const g of check.goals)
        if (!scores.some((s) => s.goalId === g.id)) faults[`score-${g.id}`] = t('scoreMissing');
      const roles: RoleEnd[] = check.assignments.map((a) => {
        const done = form.get(`end-${a.id}`) === 'done';
        return done
          ? { assignmentId: a.id, done }
          : {
              assignmentId: a.id,
              to: need(`to-${a.id}`, t('toMissing')),
              reason: textOf(form, `why-${a.id}`) || undefined,
            };
      });
      const chosen = check.needsMeeting && check.meetings.length > 0;
      const body = {
        scores,
        roles,
        conferenceId: chosen ? need('conferenceId', t('meetingMissing')) : undefined,
        decidingMeeting: check.needsMeeting && !chosen ? need('decidingMeeting', t('meetingMissing')) : undefined,
        class: classOf(check.needsClass ? need('class', t('classMissing')) : ''),
        reason: need('reason', t('reasonMissing')),
        continuingContact: need('continuingContact', t('contactMissing')),
        watchConditions: textOf(form, 'watchConditions') || undefined,
        followUpOn: follow ? on.date : undefined,
        noFollowUp: follow ? undefined : need('noFollowUp', t('noFollowUpMissing')),
      };
      if (follow && !on.date) faults.followUpOn = t('dateMissing');
      return Object.keys(faults).length > 0 ? faulty(faults) : ready(body);
    },
    send: async (body, headers) =>
      (
        await closeCase({
          path: { caseId: c.id },
          body,
          headers: { ...headers, 'If-Match': check.etag },
          throwOnError: true,
        })
      ).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
    rename: renamed(check),
  });
  return (
    <VerbDialog
      size="lg"
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Flag}
      verb={verb}
      onClose={onClose}
    >
      <Summary check={check} />
      {check.goals.length > 0 && (
        <Part title={t('goals')}>
          <ScoreFields goals={check.goals} faults={verb.faults} />
        </Part>
      )}
      {check.assignments.length > 0 && (
        <Part title={t('roles')}>
          {check.assignments.map((a) => (
            <RoleEndFields key={a.id} assignment={a} faults={verb.faults} />
          ))}
        </Part>
      )}
      {(check.needsMeeting || check.needsClass) && (
        <Part title={t('decided')}>
          <Decided check={check} faults={verb.faults} />
        </Part>
      )}
      <Part title={t('afterwards')}>
        <Textarea
          name="reason"
          id="reason"
          label={t('reason')}
          required
          limit={2000}
          rows={3}
          error={verb.faults.reason}
        />
        <TextField
          name="continuingContact"
          id="continuingContact"
          label={t('contact')}
          hint={t('contactHint', { agencies: check.contacts.map((a) => a.name).join('、') })}
          required
          error={verb.faults.continuingContact}
        />
        <Textarea
          name="watchConditions"
          id="watchConditions"
          label={t('watch')}
          hint={t('watchHint')}
          optional
          limit={2000}
          rows={2}
          error={verb.faults.watchConditions}
        />
        <RadioGroup
          name="follow"
          label={t('follow')}
          required
          columns={2}
          defaultValue="yes"
          onChange={(e) => setFollow(e.currentTarget.value === 'yes')}
          options={[
            { value: 'yes', label: t('followYes') },
            { value: 'no', label: t('followNo') },
          ]}
        />
        {follow ? (
          <DateField
            name="followUpOn"
            id="followUpOn"
            label={t('followOn')}
            required
            defaultValue={check.followUpOn}
            onDateChange={setOn}
            error={verb.faults.followUpOn}
          />
        ) : (
          <TextField
            name="noFollowUp"
            id="noFollowUp"
            label={t('noFollowUp')}
            hint={t('noFollowUpHint')}
            required
            error={verb.faults.noFollowUp}
          />
        )}
      </Part>
    </VerbDialog>
  );
}

function classOf(value: string): 'advice_only' | 'coordinated' | undefined {
  return value === 'advice_only' || value === 'coordinated' ? value : undefined;
}

/** What is already in order, so that the list is seen to be whole. */
function Summary({ check }: { check: ClosureCheck }) {
  const t = useTranslations('closure');
  const lines = [
    { id: 'handoffs', ok: true, text: t('okHandoffs') },
    {
      id: 'goals',
      ok: check.goals.length === 0,
      text: check.goals.length === 0 ? t('okGoals') : t('openGoals', { count: check.goals.length }),
    },
    {
      id: 'roles',
      ok: check.assignments.length === 0,
      text: check.assignments.length === 0 ? t('okRoles') : t('openRoles', { count: check.assignments.length }),
    },
  ];
  return (
    <div>
      <ul className="grid gap-2 sm:grid-cols-3">
        {lines.map((l) => {
          const Icon = l.ok ? CircleCheck : TriangleAlert;
          return (
            <li
              key={l.id}
              className={`flex items-start gap-2 rounded-8 px-3 py-2 ${l.ok ? 'bg-green-50' : 'bg-yellow-50'}`}
            >
              <Icon aria-hidden size="1.25em" className="mt-1 shrink-0" />
              {l.text}
            </li>
          );
        })}
      </ul>
      {check.draftPlan && <p className="mt-2">{t('draftPlan')}</p>}
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 border-t border-solid-gray-300 pt-4">
      <h3 className="text-std-18B-160">{title}</h3>
      {children}
    </section>
  );
}

interface RoleProps {
  assignment: ClosureCheck['assignments'][number];
  faults: Readonly<Record<string, string>>;
}

function RoleEndFields({ assignment: a, faults }: RoleProps) {
  const t = useTranslations('closure');
  const mine = a.actions.includes('complete') || a.actions.includes('take');
  const [done, setDone] = useState(false);
  return (
    <fieldset className="flex flex-col gap-3 rounded-12 bg-solid-gray-50 p-4">
      <legend className="float-left w-full font-bold whitespace-pre-wrap">
        {a.agency.name}　{a.task}
      </legend>
      {mine && (
        <RadioGroup
          name={`end-${a.id}`}
          label={t('howEnds')}
          columns={2}
          defaultValue="on"
          onChange={(e) => setDone(e.currentTarget.value === 'done')}
          options={[
            { value: 'on', label: t('handOn') },
            { value: 'done', label: t('isDone') },
          ]}
        />
      )}
      {!done && (
        <>
          <TextField name={`to-${a.id}`} id={`to-${a.id}`} label={t('to')} required error={faults[`to-${a.id}`]} />
          <TextField name={`why-${a.id}`} id={`why-${a.id}`} label={t('why')} optional error={faults[`why-${a.id}`]} />
        </>
      )}
    </fieldset>
  );
}

function Decided({ check, faults }: { check: ClosureCheck; faults: Readonly<Record<string, string>> }) {
  const t = useTranslations('closure');
  return (
    <>
      {check.needsMeeting &&
        (check.meetings.length > 0 ? (
          <Select
            name="conferenceId"
            id="conferenceId"
            label={t('meeting')}
            required
            empty={t('choose')}
            width="lg"
            error={faults.conferenceId}
            options={check.meetings.map((m) => ({ value: m.id, label: `${m.name}（${formatWareki(m.heldOn)}）` }))}
          />
        ) : (
          <TextField
            name="decidingMeeting"
            id="decidingMeeting"
            label={t('meeting')}
            hint={t('meetingHint')}
            required
            error={faults.decidingMeeting}
          />
        ))}
      {check.needsClass && (
        <RadioGroup
          name="class"
          label={t('class')}
          required
          columns={2}
          error={faults.class}
          options={[
            { value: 'advice_only', label: t('adviceOnly') },
            { value: 'coordinated', label: t('coordinated') },
          ]}
        />
      )}
    </>
  );
}
