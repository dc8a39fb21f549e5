import { Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { Button, IconButton, Select, TextField } from '@/components/ui';
import { ageOn, todayInJapan } from '@/lib/age';
import { tidyKana, tidyName, tidyNumberText } from '@/lib/kana';
import { wholeNumber } from '../model/content';
import { emptyMember, type SheetForm } from '../model/form';
import { newId } from '../model/ids';
import { memberWritten } from '../model/missing';
import { useReference } from '../reference';
import { useFault } from './errors';
import { FormDate } from './FormDate';
import { Section } from './Section';

const genders = ['male', 'female', 'other', 'undisclosed'] as const;
const MOST = 30;

/** 世帯構成: 本人 first, then everybody else with age, 続柄 to 本人 and what should be known. */
export function Household() {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const reference = useReference();
  const { register, control } = useFormContext<SheetForm>();
  const { fields, append, remove } = useFieldArray({ control, name: 'members', keyName: 'key' });
  const add = useRef<HTMLButtonElement>(null);
  return (
    <Section id="household">
      <TextField
        {...register('householdSize')}
        id="householdSize"
        label={t('householdSize')}
        hint={<SizeHint />}
        inputMode="numeric"
        suffix={t('persons')}
        width="xs"
        tidy={tidyNumberText}
        error={fault('householdSize')}
      />
      <ol className="flex flex-col gap-4">
        <SubjectRow />
        {fields.map((row, i) => (
          <MemberRow
            key={row.key}
            i={i}
            onRemove={() => {
              remove(i);
              add.current?.focus();
            }}
          />
        ))}
      </ol>
      <datalist id="relations">
        {(reference?.relations ?? []).map((r) => (
          <option key={r} value={r} />
        ))}
      </datalist>
      {fields.length < MOST && (
        <Button
          ref={add}
          variant="outline"
          icon={Plus}
          className="w-fit"
          onClick={() => append(emptyMember(newId()), { focusName: `members.${fields.length}.name` })}
        >
          {t('addMember')}
        </Button>
      )}
    </Section>
  );
}

/** How many are written below, beside how many there are said to be. */
function SizeHint() {
  const t = useTranslations('sheets.form');
  const members = useWatch<SheetForm, 'members'>({ name: 'members' }) ?? [];
  const count = 1 + members.filter((_, i) => memberWritten({ members }, i)).length;
  return count > 1 ? t('householdSizeWritten', { count }) : t('householdSizeHint');
}

/** The first row of the paper form: shown from what was written above. */
function SubjectRow() {
  const t = useTranslations('sheets.form');
  const subject = useWatch<SheetForm, 'subject'>({ name: 'subject' });
  const b = subject.birth;
  const age =
    b.precision === 'day' && b.date
      ? ageOn(b.date, todayInJapan(new Date()))
      : b.precision === 'age'
        ? wholeNumber(b.age)
        : undefined;
  return (
    <li className="flex flex-wrap items-baseline gap-x-6 gap-y-1 rounded-12 bg-solid-gray-50 px-5 py-4">
      <span className="text-[0.9375rem] text-solid-gray-700">{t('memberNumber', { n: 1 })}</span>
      <strong className="text-[1.125rem]">{subject.name.trim() || t('nameNotYet')}</strong>
      {age !== undefined && <span>{t('ageOf', { age })}</span>}
      <span>{t('relationSelf')}</span>
      <span className="text-[0.9375rem] text-solid-gray-700">{t('fromAbove')}</span>
    </li>
  );
}

function MemberRow({ i, onRemove }: { i: number; onRemove: () => void }) {
  const t = useTranslations('sheets.form');
  const codes = useTranslations('codes.gender');
  const fault = useFault();
  const { register, setValue, getValues } = useFormContext<SheetForm>();
  const at = `members.${i}` as const;
  const age = register(`${at}.age`, {
    onBlur: () => {
      if (getValues(`${at}.age`) && !getValues(`${at}.ageToldOn`)) {
        setValue(`${at}.ageToldOn`, todayInJapan(new Date()));
      }
    },
  });
  return (
    <li className="rounded-12 border border-solid-gray-300 px-5 pt-3 pb-5">
      <fieldset className="flex min-w-0 flex-col gap-4">
        <legend className="contents">
          <span className="flex items-center justify-between gap-4">
            <span className="font-bold">{t('memberNumber', { n: i + 2 })}</span>
            <RemoveMember i={i} onRemove={onRemove} />
          </span>
        </legend>
        <div className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
          <TextField {...register(`${at}.name`)} label={t('name')} tidy={tidyName} error={fault(`${at}.name`)} />
          <TextField
            {...register(`${at}.kana`)}
            label={t('kana')}
            optional
            tidy={tidyKana}
            error={fault(`${at}.kana`)}
          />
        </div>
        <div className="grid gap-x-5 gap-y-4 sm:grid-cols-[8rem_1fr]">
          <TextField
            {...age}
            label={t('age')}
            inputMode="numeric"
            suffix={t('years')}
            tidy={tidyNumberText}
            error={fault(`${at}.age`)}
          />
          <FormDate name={`${at}.ageToldOn`} label={t('ageToldOn')} hint="" pastOnly error={fault(`${at}.ageToldOn`)} />
        </div>
        <div className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
          <TextField
            {...register(`${at}.relation`)}
            label={t('relation')}
            list="relations"
            error={fault(`${at}.relation`)}
          />
          <Select
            {...register(`${at}.gender`)}
            label={t('gender')}
            optional
            empty={t('choose')}
            options={genders.map((value) => ({ value, label: codes(value) }))}
          />
        </div>
        <TextField
          {...register(`${at}.note`)}
          label={t('memberNote')}
          hint={t('memberNoteHint')}
          error={fault(`${at}.note`)}
        />
      </fieldset>
    </li>
  );
}

function RemoveMember({ i, onRemove }: { i: number; onRemove: () => void }) {
  const t = useTranslations('sheets.form');
  const name = useWatch<SheetForm, `members.${number}.name`>({ name: `members.${i}.name` });
  return (
    <IconButton icon={Trash2} label={t('removeMember', { name: name?.trim() || String(i + 2) })} onClick={onRemove} />
  );
}
