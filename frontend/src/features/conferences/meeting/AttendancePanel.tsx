import { DoorOpen, Plus, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type AgencyRef,
  type Attendance,
  type AttendanceInput,
  attendConference,
  type Conference,
  holdConference,
  type Meeting,
} from '@/api/generated';
import {
  Button,
  Card,
  Checkbox,
  Chip,
  EmptyState,
  ErrorSummary,
  FieldError,
  IconButton,
  ProblemPanel,
  Select,
  TextField,
  useToast,
} from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import { longMoment } from '../../cases/dates';
import { ready, textOf, useVerb } from '../../handoffs/useVerb';
import { may, useMeetingRefresh } from './useMeeting';

/** 出席: ticked at the door, with the pledge of everybody who comes in. */
export function AttendancePanel({ meeting, conference }: { meeting: Meeting; conference: Conference }) {
  const t = useTranslations('meetings.attendance');
  const [editing, setEditing] = useState(false);
  if (may(meeting, 'hold')) return <Door meeting={meeting} conference={conference} begin />;
  if (editing) return <Door meeting={meeting} conference={conference} begin={false} onDone={() => setEditing(false)} />;
  if (meeting.attendance.length === 0) return <EmptyState title={t('none')}>{t('noneWhy')}</EmptyState>;
  const came = meeting.attendance.filter((a) => a.presence !== 'absent').length;
  return (
    <Card
      title={t('title', { came, all: meeting.attendance.length })}
      actions={
        may(meeting, 'attend') && (
          <Button size="sm" variant="outline" onClick={() => setEditing(true)}>
            {t('correct')}
          </Button>
        )
      }
    >
      {conference.heldAt && (
        <p className="mb-3 text-solid-gray-700">{t('heldAt', { at: longMoment(conference.heldAt) })}</p>
      )}
      {meeting.secretary && <p className="mb-3">{t('secretaryIs', { name: meeting.secretary.name })}</p>}
      <ul className="grid gap-2 lg:grid-cols-2">
        {meeting.attendance.map((a) => (
          <li key={a.id} className="flex flex-wrap items-center gap-2 border-b border-solid-gray-200 py-2">
            <PresenceChip presence={a.presence} />
            <span className="font-bold">{nameOf(a)}</span>
            <span className="text-solid-gray-700">
              {[
                a.function,
                a.deputy && t('deputyIs', { name: a.deputy }),
                a.online && t('online'),
                supports(meeting, a, t),
              ]
                .filter(Boolean)
                .join('・')}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function nameOf(a: Attendance): string {
  return [a.agency?.name, a.name].filter(Boolean).join('　');
}

function supports(meeting: Meeting, a: Attendance, t: (key: 'supports', values: { name: string }) => string): string {
  const person = meeting.persons.find((p) => p.id === a.memberId);
  return person ? t('supports', { name: person.name }) : '';
}

function PresenceChip({ presence }: { presence: Attendance['presence'] }) {
  const t = useTranslations('meetings.presence');
  return (
    <Chip tone={presence === 'present' ? 'green' : presence === 'deputy' ? 'blue' : 'neutral'}>{t(presence)}</Chip>
  );
}

interface Line {
  readonly key: string;
  readonly inviteeId?: string;
  readonly label: string;
  readonly detail: string;
  readonly pledged: boolean;
  readonly before?: Attendance;
  readonly agency?: AgencyRef;
}

/** Everybody invited, in the order of the invitation, with what they have pledged by now. */
function invitedLines(meeting: Meeting): Line[] {
  return meeting.members.map((m): Line => {
    const before = meeting.attendance.find((a) => a.inviteeId === m.inviteeId);
    const detail = [m.organization, m.function].filter(Boolean).join('・');
    return { key: m.inviteeId, inviteeId: m.inviteeId, label: m.name, detail, pledged: m.pledged.length > 0, before };
  });
}

/** Who came without an invitation. */
function walkInLines(meeting: Meeting): Line[] {
  const others = meeting.attendance.filter((a) => !a.inviteeId);
  return others.map((a) => ({
    key: a.id,
    label: nameOf(a),
    detail: a.function ?? '',
    pledged: false,
    before: a,
    agency: a.agency,
  }));
}

function Door({
  meeting,
  conference,
  begin,
  onDone,
}: {
  meeting: Meeting;
  conference: Conference;
  begin: boolean;
  onDone?: () => void;
}) {
  const t = useTranslations('meetings.attendance');
  const ui = useTranslations('ui');
  const toast = useToast();
  const refresh = useMeetingRefresh();
  const [walkIns, setWalkIns] = useState<readonly Line[]>(() => walkInLines(meeting));
  const lines = [...invitedLines(meeting), ...walkIns];
  const path = { conferenceId: meeting.conferenceId };
  const verb = useVerb({
    read: (form) => {
      const attendance = lines.map((l) => attendanceOf(form, l));
      const started = new Date(
        Math.min(
          Date.now(),
          Math.max(Date.now() - 12 * 3_600_000, Date.parse(conference.startsAt ?? '') || Date.now()),
        ),
      );
      return ready({
        attendance,
        heldAt: started.toISOString(),
        secretaryId: textOf(form, 'secretaryId') || undefined,
      });
    },
    send: async ({ attendance, heldAt, secretaryId }, keys) => {
      const headers = { ...keys, 'If-Match': meeting.etag };
      if (!begin) return (await attendConference({ path, headers, body: { attendance }, throwOnError: true })).data;
      return (await holdConference({ path, headers, body: { attendance, heldAt, secretaryId }, throwOnError: true }))
        .data;
    },
    done: (answer) => {
      toast(begin ? t('begun') : t('corrected'));
      void refresh(answer);
      onDone?.();
    },
    conflict: () => refresh(),
    rename: (name) =>
      name.replace(
        /^attendance\.(\d+)\.(\w+)$/,
        (_, n, what) => `${what === 'inviteeId' ? 'presence' : what}-${lines[Number(n)]?.key ?? n}`,
      ),
  });
  return (
    <Card title={begin ? t('door') : t('correct')}>
      <form {...verb.form} className="flex flex-col gap-4">
        <p className="text-solid-gray-700">{begin ? t('doorLead') : t('correctLead')}</p>
        {verb.problem && <ProblemPanel error={verb.problem} level={3} />}
        {Object.keys(verb.faults).length > 0 && (
          <ErrorSummary
            attempt={verb.attempt}
            errors={Object.entries(verb.faults).map(([name, message]) => ({ name: name || undefined, message }))}
          />
        )}
        <ul className="flex flex-col gap-3">
          {lines.map((l) => (
            <DoorLine
              key={l.key}
              line={l}
              persons={meeting.persons}
              faults={verb.faults}
              onAgency={(agency) => setWalkIns(walkIns.map((x) => (x.key === l.key ? { ...x, agency } : x)))}
              onRemove={l.inviteeId ? undefined : () => setWalkIns(walkIns.filter((x) => x.key !== l.key))}
            />
          ))}
        </ul>
        <div>
          <Button
            variant="outline"
            icon={Plus}
            onClick={() =>
              setWalkIns([...walkIns, { key: crypto.randomUUID(), label: t('walkIn'), detail: '', pledged: false }])
            }
          >
            {t('addWalkIn')}
          </Button>
        </div>
        {begin && meeting.secretaries.length > 0 && (
          <Select
            name="secretaryId"
            id="secretaryId"
            label={t('secretary')}
            hint={t('secretaryHint')}
            empty={t('secretaryMe')}
            options={meeting.secretaries.map((s) => ({ value: s.id, label: s.name }))}
            error={verb.faults.secretaryId}
          />
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" icon={begin ? DoorOpen : Save} busy={verb.busy}>
            {begin ? t('begin') : t('save')}
          </Button>
          {onDone && (
            <Button variant="outline" onClick={onDone}>
              {ui('cancel')}
            </Button>
          )}
        </div>
      </form>
    </Card>
  );
}

function attendanceOf(form: FormData, l: Line): AttendanceInput {
  const text = (name: string) => textOf(form, `${name}-${l.key}`) || undefined;
  const presence = text('presence');
  return {
    inviteeId: l.inviteeId,
    agencyId: l.inviteeId ? undefined : l.agency?.id,
    name: text('name'),
    function: text('function') ?? l.before?.function,
    memberId: text('memberId'),
    presence: presence === 'absent' || presence === 'deputy' ? presence : 'present',
    deputy: presence === 'deputy' ? text('deputy') : undefined,
    online: form.get(`online-${l.key}`) === 'on',
    paper: form.get(`paper-${l.key}`) === 'on' || (l.before?.pledged ?? false),
  };
}

interface DoorLineProps {
  line: Line;
  persons: Meeting['persons'];
  faults: Readonly<Record<string, string>>;
  onAgency: (agency: AgencyRef | undefined) => void;
  onRemove?: () => void;
}

function DoorLine({ line, persons, faults, onAgency, onRemove }: DoorLineProps) {
  const t = useTranslations('meetings.attendance');
  const words = useTranslations('meetings.presence');
  const [presence, setPresence] = useState<string>(line.before?.presence ?? 'present');
  const [paper, setPaper] = useState(false);
  const { key } = line;
  const missing = paper || presence === 'absent' ? undefined : faults[`paper-${key}`];
  const walkIn = !line.inviteeId;
  return (
    <li aria-label={line.label} className="rounded-8 border border-solid-gray-300 p-3">
      <div className="grid items-end gap-x-4 gap-y-2 sm:grid-cols-[minmax(0,1fr)_7rem_8rem_12rem_auto]">
        <p className="min-w-0 pb-2">
          <span className="block font-bold">{line.label}</span>
          {line.detail && <span className="block text-[0.9375rem] text-solid-gray-700">{line.detail}</span>}
        </p>
        <Select
          name={`presence-${key}`}
          id={`presence-${key}`}
          label={t('presence')}
          aria-label={t('presenceOf', { name: line.label })}
          width="xs"
          defaultValue={presence}
          onChange={(e) => setPresence(e.currentTarget.value)}
          options={(['present', 'absent', 'deputy'] as const).map((value) => ({ value, label: words(value) }))}
          error={faults[`presence-${key}`]}
        />
        {presence === 'absent' ? (
          <span />
        ) : (
          <Checkbox name={`online-${key}`} label={t('online')} defaultChecked={line.before?.online} />
        )}
        {presence !== 'absent' &&
          (line.pledged || line.before?.pledged ? (
            <Chip tone="green">{t('pledged')}</Chip>
          ) : (
            <Checkbox
              name={`paper-${key}`}
              id={`paper-${key}`}
              label={t('paper')}
              error={missing}
              errorElsewhere
              onChange={(e) => setPaper(e.currentTarget.checked)}
            />
          ))}
        {onRemove && <IconButton icon={Trash2} label={t('removeLine', { name: line.label })} onClick={onRemove} />}
      </div>
      <FieldError id={`paper-${key}`} error={missing} />
      {presence === 'deputy' && (
        <TextField
          name={`deputy-${key}`}
          id={`deputy-${key}`}
          label={t('deputy')}
          required
          width="sm"
          defaultValue={line.before?.deputy}
          error={faults[`deputy-${key}`]}
        />
      )}
      {walkIn && (
        <div className="mt-2 grid gap-3 sm:grid-cols-2">
          <AgencyPicker
            id={`agencyId-${key}`}
            label={t('agency')}
            value={line.agency}
            onChange={onAgency}
            error={faults[`agencyId-${key}`]}
          />
          <TextField
            name={`name-${key}`}
            id={`name-${key}`}
            label={t('name')}
            defaultValue={line.agency ? undefined : line.before?.name}
            error={faults[`name-${key}`]}
          />
          <TextField
            name={`function-${key}`}
            id={`function-${key}`}
            label={t('function')}
            defaultValue={line.before?.function}
          />
          <Select
            name={`memberId-${key}`}
            id={`memberId-${key}`}
            label={t('member')}
            empty={t('household')}
            defaultValue={line.before?.memberId ?? ''}
            options={persons.map((p) => ({ value: p.id, label: p.name }))}
          />
        </div>
      )}
    </li>
  );
}
