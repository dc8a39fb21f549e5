import { Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Button, DateField, FieldError, IconButton, TextField } from '@/components/ui';
import type { Faults } from '../handoffs/useVerb';
import { instantOf, parseTime } from '../timeline/when';
import { nextWeekday } from './times';

/** One candidate as it is being typed. */
export interface SlotDraft {
  readonly key: number;
  date?: string;
  start: string;
  end: string;
}

export const MAX_SLOTS = 30;

/** The candidate for the server; undefined while something is missing. */
export function slotOf({ date, start, end }: SlotDraft): { startsAt: string; endsAt: string } | undefined {
  const [from, to] = [parseTime(start), parseTime(end)];
  return date && from && to ? { startsAt: instantOf(date, from), endsAt: instantOf(date, to) } : undefined;
}

export interface SlotsEditorProps {
  slots: readonly SlotDraft[];
  onSlots: (slots: readonly SlotDraft[]) => void;
  faults: Faults;
}

/** Candidate times, one a row: a new row is the next working day at the hours of the one before, with focus in its date. */
export function SlotsEditor({ slots, onSlots, faults }: SlotsEditorProps) {
  const t = useTranslations('conferences.proposal');
  const next = useRef(slots.length);
  const change = (key: number, part: Partial<SlotDraft>) =>
    onSlots(slots.map((s) => (s.key === key ? { ...s, ...part } : s)));
  const add = () => {
    const last = slots.at(-1);
    const key = next.current++;
    onSlots([
      ...slots,
      { key, date: last?.date && nextWeekday(last.date), start: last?.start ?? '10:00', end: last?.end ?? '11:30' },
    ]);
    requestAnimationFrame(() => document.getElementById(`slot-${key}-date`)?.focus());
  };
  const remove = (key: number) => {
    const at = slots.findIndex((s) => s.key === key);
    const rest = slots.filter((s) => s.key !== key);
    onSlots(rest);
    const neighbour = rest[Math.min(at, rest.length - 1)];
    requestAnimationFrame(() =>
      document.getElementById(neighbour ? `slot-${neighbour.key}-date` : 'add-slot')?.focus(),
    );
  };
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col gap-2">
        {slots.map((s, n) => (
          <li key={s.key}>
            <Row
              slot={s}
              n={n}
              fault={faults[`slots.${n}`] ?? faults[`slots.${n}.startsAt`] ?? faults[`slots.${n}.endsAt`]}
              onChange={(part) => change(s.key, part)}
              onRemove={slots.length > 1 ? () => remove(s.key) : undefined}
            />
          </li>
        ))}
      </ol>
      <FieldError id="slots" error={faults.slots} />
      {slots.length < MAX_SLOTS && (
        <div>
          <Button id="add-slot" variant="outline" size="sm" icon={Plus} onClick={add}>
            {t('addSlot')}
          </Button>
        </div>
      )}
    </div>
  );
}

interface RowProps {
  slot: SlotDraft;
  n: number;
  fault: string | undefined;
  onChange: (part: Partial<SlotDraft>) => void;
  onRemove: (() => void) | undefined;
}

function Row({ slot: s, n, fault, onChange, onRemove }: RowProps) {
  const t = useTranslations('conferences.proposal');
  const tidy = (text: string) => parseTime(text) ?? text;
  return (
    <fieldset
      className="min-w-0 rounded-8 border border-solid-gray-300 px-4 pt-2 pb-3"
      data-invalid={fault ? '' : undefined}
      id={`slots.${n}`}
      tabIndex={-1}
    >
      <legend className="visually-hidden">{t('slot', { n: n + 1 })}</legend>
      <div className="flex flex-wrap items-start gap-x-4">
        <p aria-hidden className="w-16 pt-2 font-bold">
          {t('slot', { n: n + 1 })}
        </p>
        <DateField
          id={`slot-${s.key}-date`}
          label={t('date')}
          hint="R8.12.3"
          defaultValue={s.date}
          onDateChange={({ date }) => onChange({ date })}
          className="basis-64"
        />
        <TextField
          id={`slot-${s.key}-start`}
          label={t('start')}
          hint={t('timeHint')}
          width="xs"
          defaultValue={s.start}
          tidy={tidy}
          onChange={(e) => onChange({ start: e.currentTarget.value })}
        />
        <TextField
          id={`slot-${s.key}-end`}
          label={t('end')}
          hint={t('timeHint')}
          width="xs"
          defaultValue={s.end}
          tidy={tidy}
          onChange={(e) => onChange({ end: e.currentTarget.value })}
        />
        {onRemove && (
          <IconButton icon={Trash2} label={t('removeSlot', { n: n + 1 })} onClick={onRemove} className="ml-auto" />
        )}
      </div>
      <FieldError id={`slot-${s.key}`} error={fault} />
    </fieldset>
  );
}
