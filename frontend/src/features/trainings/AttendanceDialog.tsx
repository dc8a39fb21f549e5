import { Plus, Trash2, UsersRound } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AgencyRef, holdTraining, type Training } from '@/api/generated';
import { Button, IconButton, Textarea, TextField } from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import { wholeNumber } from '@/lib/number';
import { type Faults, faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

interface Row {
  key: number;
  agency?: AgencyRef;
  people: string;
}

interface AttendanceDialogProps {
  training: Training;
  onDone: (now: Training) => void;
  onClose: () => void;
}

const peopleOf = (text: string) => wholeNumber(text, /[人名]/);

/** Who came: so many people of each agency, and others. */
export function AttendanceDialog({ training: x, onDone, onClose }: AttendanceDialogProps) {
  const t = useTranslations('trainings.attendanceDialog');
  const [rows, setRows] = useState<Row[]>(() =>
    x.attendance.length > 0
      ? x.attendance.map((a, key) => ({ key, agency: a.agency, people: String(a.people) }))
      : [{ key: 0, people: '' }],
  );
  // the rows that were sent, in their order: an empty one between them is left out
  const sent = useRef<number[]>([]);
  const verb = useVerb({
    read: (form) => {
      const faults: Record<string, string> = {};
      const given = rows.map((r) => ({ ...r, people: textOf(form, `people-${r.key}`) }));
      const filled = given.filter((r) => r.agency || r.people);
      sent.current = filled.map((r) => r.key);
      for (const r of filled) {
        if (!r.agency) faults[`agency-${r.key}`] = t('agencyMissing');
        if (!peopleOf(r.people)) faults[`people-${r.key}`] = t('peopleMissing');
      }
      const others = peopleOf(textOf(form, 'others') || '0');
      if (others === undefined) faults.others = t('peopleMissing');
      const reason = textOf(form, 'reason');
      if (x.state === 'held' && !reason) faults.reason = t('reasonMissing');
      if (Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        attendance: filled.map((r) => ({ agencyId: r.agency?.id ?? '', people: peopleOf(r.people) ?? 0 })),
        others: others ?? 0,
        reason: reason || undefined,
      });
    },
    send: async (body, headers) =>
      (
        await holdTraining({
          path: { trainingId: x.id },
          body,
          headers: { ...headers, 'If-Match': x.etag },
          throwOnError: true,
        })
      ).data,
    rename: (name) => {
      const at = /^attendance\.(\d+)\.(agencyId|people)$/.exec(name);
      if (at) return `${at[2] === 'people' ? 'people' : 'agency'}-${sent.current[Number(at[1])]}`;
      return name === 'attendance' ? 'others' : undefined;
    },
    done: onDone,
  });
  return (
    <VerbDialog
      title={t(x.state === 'held' ? 'titleAgain' : 'title')}
      submit={t('submit')}
      icon={UsersRound}
      verb={verb}
      onClose={onClose}
    >
      <ol aria-label={t('rows')} className="flex flex-col gap-4">
        {rows.map((r, i) => (
          <AttendanceRow
            key={r.key}
            row={r}
            number={i + 1}
            faults={verb.faults}
            taken={rows.flatMap((o) => (o.agency && o.key !== r.key ? [o.agency.id] : []))}
            onAgency={(agency) => setRows(rows.map((o) => (o.key === r.key ? { ...o, agency } : o)))}
            onRemove={rows.length > 1 ? () => setRows(rows.filter((o) => o.key !== r.key)) : undefined}
          />
        ))}
      </ol>
      <div>
        <Button
          type="button"
          size="sm"
          variant="outline"
          icon={Plus}
          onClick={() => setRows([...rows, { key: Math.max(...rows.map((r) => r.key)) + 1, people: '' }])}
        >
          {t('add')}
        </Button>
      </div>
      <TextField
        id="others"
        name="others"
        label={t('others')}
        hint={t('othersHint')}
        inputMode="numeric"
        suffix={t('unit')}
        width="sm"
        defaultValue={x.others > 0 ? String(x.others) : ''}
        error={verb.faults.others}
      />
      {x.state === 'held' && (
        <Textarea
          id="reason"
          name="reason"
          label={t('reason')}
          required
          limit={2000}
          rows={2}
          error={verb.faults.reason}
        />
      )}
    </VerbDialog>
  );
}

interface AttendanceRowProps {
  row: Row;
  number: number;
  faults: Faults;
  /** Agencies of the other rows. */
  taken: readonly string[];
  onAgency: (agency: AgencyRef | undefined) => void;
  onRemove?: () => void;
}

function AttendanceRow({ row: r, number: n, faults, taken, onAgency, onRemove }: AttendanceRowProps) {
  const t = useTranslations('trainings.attendanceDialog');
  return (
    <li className="flex flex-wrap items-start gap-3">
      <AgencyPicker
        id={`agency-${r.key}`}
        name={`agency-${r.key}`}
        label={t('agency', { n })}
        value={r.agency}
        onChange={onAgency}
        exclude={[...taken]}
        error={faults[`agency-${r.key}`]}
        className="min-w-64 grow"
      />
      <TextField
        id={`people-${r.key}`}
        name={`people-${r.key}`}
        label={t('people')}
        inputMode="numeric"
        suffix={t('unit')}
        defaultValue={r.people}
        error={faults[`people-${r.key}`]}
        className="w-44"
      />
      {onRemove && <IconButton icon={Trash2} label={t('remove', { n })} className="mt-8" onClick={onRemove} />}
    </li>
  );
}
