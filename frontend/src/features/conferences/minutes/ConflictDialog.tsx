import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Minutes, MinutesRecord } from '@/api/generated';
import { Button, Dialog } from '@/components/ui';
import { cx } from '@/lib/cx';
import type { Json } from '@/lib/merge';
import { formatWareki } from '@/lib/wareki';
import type { MinutesConflict } from './merge';
import type { Side } from './saver';

interface Props {
  conflicts: readonly MinutesConflict[];
  minutes: Minutes;
  record: MinutesRecord;
  onDecide: (choices: ReadonlyMap<string, Side>) => void;
}

const SIDES: readonly Side[] = ['both', 'mine', 'theirs'];

/** Two wrote the same line: before, mine and theirs side by side. Both stay unless somebody chooses otherwise. */
export function ConflictDialog({ conflicts, minutes, record, onDecide }: Props) {
  const t = useTranslations('meetings.conflict');
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map());
  const words = useWords(minutes, record);
  return (
    <Dialog open size="lg" title={t('title')} footer={<Button onClick={() => onDecide(choices)}>{t('decide')}</Button>}>
      <p className="mb-4">{t('lead', { name: record.updatedBy?.name ?? '' })}</p>
      <div className="flex flex-col gap-6">
        {conflicts.map((c) => {
          const key = c.path.join('/');
          const chosen = choices.get(key) ?? 'both';
          return (
            <fieldset key={key} className="min-w-0">
              <legend className="mb-2 font-bold">{words.label(c.path)}</legend>
              {c.base !== undefined && (
                <p className="mb-2 text-[0.9375rem] text-solid-gray-700">
                  {t('before', { text: words.value(c.path, c.base) || t('empty') })}
                </p>
              )}
              <div className="grid gap-3 desk:grid-cols-3">
                {SIDES.filter((s) => s !== 'both' || typeof c.both === 'string').map((side) => (
                  <label
                    key={side}
                    className={cx(
                      'flex gap-3 rounded-12 border-2 p-4',
                      chosen === side ? 'border-key-900 bg-key-50' : 'border-solid-gray-300',
                    )}
                  >
                    <input
                      type="radio"
                      name={`conflict ${key}`}
                      checked={chosen === side}
                      onChange={() => setChoices(new Map(choices).set(key, side))}
                      className="mt-1 size-6 shrink-0 accent-key-900"
                    />
                    <span className="min-w-0">
                      <span className="block font-bold">{t(side)}</span>
                      <span className="block whitespace-pre-wrap">
                        {words.value(c.path, side === 'both' ? c.both : c[side]) || t('empty')}
                      </span>
                    </span>
                  </label>
                ))}
              </div>
            </fieldset>
          );
        })}
      </div>
    </Dialog>
  );
}

function useWords(minutes: Minutes, record: MinutesRecord) {
  const t = useTranslations('meetings.conflict.place');
  const label = (path: readonly string[]): string => {
    const [first, id, ...rest] = path;
    if (first !== 'items')
      return first === 'general' || first === 'nextOn' || first === 'monitorOn' ? t(first) : t('record');
    const title = minutes.items.find((i) => i.id === id)?.title ?? '';
    const [list, , field] = rest;
    const what = list === 'decisions' ? t('decision') : list === 'tasks' ? t(`task.${taskField(field)}`) : t('talk');
    return rest.length === 0 ? t('item', { title }) : t('of', { title, what });
  };
  const value = (path: readonly string[], v: Json): string => {
    if (v === undefined || v === null) return '';
    const key = path.at(-1);
    if (key === 'agencyId') return record.agencies.find((a) => a.id === v)?.name ?? '';
    if (key === 'memberId') return record.persons.find((p) => p.id === v)?.name ?? '';
    if (key === 'dueOn' || key === 'nextOn' || key === 'monitorOn') return formatWareki(String(v));
    if (typeof v === 'object' && !Array.isArray(v)) return String(v.text ?? v.task ?? v.title ?? '');
    return String(v);
  };
  return { label, value };
}

function taskField(field: string | undefined): 'task' | 'agencyId' | 'memberId' | 'dueOn' {
  return field === 'agencyId' || field === 'memberId' || field === 'dueOn' ? field : 'task';
}
