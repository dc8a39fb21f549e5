import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { PlanContent } from '@/api/generated';
import { Button, Card, DateField, Select, Textarea, TextField } from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import { type Editing, Words } from './PlanEditor';
import { newRowId } from './rows';
import type { Wheel } from './usePlan';

type List = 'goals' | 'supports' | 'roles';
type RowOf<L extends List> = NonNullable<PlanContent[L]>[number];

/** Changes one row of a list by its id. */
function useRows<L extends List>(edit: Editing, list: L) {
  const rows = (edit.content[list] ?? []) as RowOf<L>[];
  const put = (next: (rows: RowOf<L>[]) => RowOf<L>[]) =>
    edit.change((now) => ({ ...now, [list]: next((now[list] ?? []) as RowOf<L>[]) }));
  return {
    rows,
    add: (row: Partial<RowOf<L>>) => put((all) => [...all, { ...row, id: newRowId() } as RowOf<L>]),
    set: (id: string | undefined, part: Partial<RowOf<L>>) =>
      put((all) => all.map((r) => (r.id === id ? { ...r, ...part } : r))),
    remove: (id: string | undefined) => put((all) => all.filter((r) => r.id !== id)),
  };
}

function Row({ label, onRemove, children }: { label: string; onRemove: () => void; children: ReactNode }) {
  const t = useTranslations('plans.editor');
  return (
    <fieldset className="rounded-12 bg-solid-gray-50 p-4">
      <legend className="float-left mb-2 font-bold">{label}</legend>
      <div className="float-right -mt-1">
        <Button size="sm" variant="text" icon={Trash2} onClick={onRemove} aria-label={t('removeRow', { row: label })}>
          {t('remove')}
        </Button>
      </div>
      <div className="clear-both flex flex-col gap-4">{children}</div>
    </fieldset>
  );
}

/** ② the goals of one wheel, each with its time and what it is judged by. */
export function GoalRows({ wheel, edit }: { wheel: Wheel; edit: Editing }) {
  const t = useTranslations('plans');
  const e = useTranslations('plans.editor');
  const { rows, add, set, remove } = useRows(edit, 'goals');
  const mine = rows.map((g, index) => ({ g, index })).filter(({ g }) => g.wheel === wheel);
  const members = edit.plan.members;
  return (
    <Card title={t(`wheel.${wheel}`)}>
      <p className="mb-4 text-solid-gray-700">{e(`wheelLead.${wheel}`)}</p>
      <div className="flex flex-col gap-4">
        {mine.map(({ g, index }, n) => {
          const at = `content.goals.${index}`;
          return (
            <Row key={`${g.id} ${edit.revision}`} label={e('goal', { number: n + 1 })} onRemove={() => remove(g.id)}>
              <Textarea
                id={`${at}.text`}
                label={e('goalText')}
                rows={2}
                limit={2000}
                defaultValue={g.text}
                error={edit.faults[`${at}.text`]}
                onChange={(ev) => set(g.id, { text: ev.currentTarget.value })}
              />
              <TextField
                id={`${at}.criteria`}
                label={e('goalCriteria')}
                hint={e('goalCriteriaHint')}
                defaultValue={g.criteria}
                error={edit.faults[`${at}.criteria`]}
                onChange={(ev) => set(g.id, { criteria: ev.currentTarget.value })}
              />
              <div className="flex flex-wrap gap-x-8">
                <DateField
                  id={`${at}.by`}
                  label={e('goalBy')}
                  defaultValue={g.by}
                  error={edit.faults[`${at}.by`]}
                  onDateChange={(v) => set(g.id, { by: v.date })}
                />
                <Select
                  label={e('goalMember')}
                  empty={e('household')}
                  defaultValue={g.memberId ?? ''}
                  options={members.map((m) => ({ value: m.id, label: m.name || e('noName') }))}
                  onChange={(ev) => set(g.id, { memberId: ev.currentTarget.value || undefined })}
                />
              </div>
            </Row>
          );
        })}
        <div>
          <Button variant="outline" icon={Plus} onClick={() => add({ wheel })}>
            {e('addGoal', { wheel: t(`wheel.${wheel}`) })}
          </Button>
        </div>
        {mine.length === 0 && rows.length > 0 && <Words edit={edit} field="wheelNote" />}
      </div>
    </Card>
  );
}

interface WhoProps {
  edit: Editing;
  at: string;
  row: { agencyId?: string; byName?: string };
  onChange: (who: { agencyId?: string; byName?: string }) => void;
}

/** An agency of the directory, or somebody by name: a neighbour, a volunteer. */
function Who({ edit, at, row, onChange }: WhoProps) {
  const e = useTranslations('plans.editor');
  return (
    <AgencyPicker
      id={`${at}.agencyId`}
      label={e('who')}
      hint={e('whoHint')}
      error={edit.faults[`${at}.agencyId`]}
      value={edit.agencies.find((a) => a.id === row.agencyId)}
      onChange={(agency) => {
        if (agency) edit.onAgency(agency);
        onChange({ agencyId: agency?.id, byName: agency ? undefined : row.byName });
      }}
      allowText
      text={row.byName ?? ''}
      onText={(byName) => onChange({ agencyId: undefined, byName: byName || undefined })}
    />
  );
}

/** ③ what is done, by whom, how often. */
export function SupportRows({ edit }: { edit: Editing }) {
  const e = useTranslations('plans.editor');
  const { rows, add, set, remove } = useRows(edit, 'supports');
  return (
    <div className="mb-5 flex flex-col gap-4">
      {rows.map((s, i) => {
        const at = `content.supports.${i}`;
        return (
          <Row key={`${s.id} ${edit.revision}`} label={e('support', { number: i + 1 })} onRemove={() => remove(s.id)}>
            <TextField
              id={`${at}.kind`}
              label={e('supportKind')}
              optional
              width="md"
              defaultValue={s.kind}
              error={edit.faults[`${at}.kind`]}
              onChange={(ev) => set(s.id, { kind: ev.currentTarget.value })}
            />
            <Textarea
              id={`${at}.text`}
              label={e('supportText')}
              rows={2}
              limit={2000}
              defaultValue={s.text}
              error={edit.faults[`${at}.text`]}
              onChange={(ev) => set(s.id, { text: ev.currentTarget.value })}
            />
            <Who edit={edit} at={at} row={s} onChange={(who) => set(s.id, who)} />
            <TextField
              id={`${at}.howOften`}
              label={e('supportOften')}
              optional
              width="md"
              defaultValue={s.howOften}
              onChange={(ev) => set(s.id, { howOften: ev.currentTarget.value })}
            />
          </Row>
        );
      })}
      <div>
        <Button variant="outline" icon={Plus} id="content.supports" onClick={() => add({})}>
          {e('addSupport')}
        </Button>
      </div>
    </div>
  );
}

/** ④ what each agency answers for. */
export function RoleRows({ edit }: { edit: Editing }) {
  const e = useTranslations('plans.editor');
  const { rows, add, set, remove } = useRows(edit, 'roles');
  return (
    <div className="flex flex-col gap-4">
      {rows.map((r, i) => {
        const at = `content.roles.${i}`;
        return (
          <Row key={`${r.id} ${edit.revision}`} label={e('role', { number: i + 1 })} onRemove={() => remove(r.id)}>
            <Who edit={edit} at={at} row={r} onChange={(who) => set(r.id, who)} />
            <Textarea
              id={`${at}.text`}
              label={e('roleText')}
              rows={2}
              limit={2000}
              defaultValue={r.text}
              error={edit.faults[`${at}.text`]}
              onChange={(ev) => set(r.id, { text: ev.currentTarget.value })}
            />
          </Row>
        );
      })}
      <div>
        <Button variant="outline" icon={Plus} id="content.roles" onClick={() => add({})}>
          {e('addRole')}
        </Button>
      </div>
    </div>
  );
}
