import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { RadioGroup, TextField } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { tidyNumberText } from '@/lib/kana';
import { formatWareki, isoDate } from '@/lib/wareki';
import { yearOf } from '../model/content';
import type { SheetForm } from '../model/form';
import { useFault } from './errors';
import { FormDate } from './FormDate';

const precisions = ['day', 'month', 'year', 'age', 'unknown'] as const;

/** 生年月日 as exactly as it is known; an age is kept with the day it was told. */
export function BirthFields() {
  const t = useTranslations('sheets.form');
  const words = useTranslations('sheets.precision');
  const { register, getValues } = useFormContext<SheetForm>();
  const precision = useWatch<SheetForm, 'subject.birth.precision'>({ name: 'subject.birth.precision' });
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        label={t('birth')}
        registration={register('subject.birth.precision')}
        defaultValue={getValues('subject.birth.precision')}
        columns={3}
        options={precisions.map((value) => ({ value, label: words(value) }))}
      />
      <BirthValue precision={precision} />
    </div>
  );
}

function BirthValue({ precision }: { precision: string }) {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const { register, setValue, getValues } = useFormContext<SheetForm>();
  if (precision === 'day') {
    return (
      <FormDate name="subject.birth.date" label={t('birthDate')} error={fault('subject.birth.date')} showAge pastOnly />
    );
  }
  if (precision === 'month' || precision === 'year') return <BirthYear month={precision === 'month'} />;
  if (precision !== 'age') return null;
  const age = register('subject.birth.age', {
    onBlur: () => {
      if (getValues('subject.birth.age') && !getValues('subject.birth.ageToldOn')) {
        setValue('subject.birth.ageToldOn', todayInJapan(new Date()));
      }
    },
  });
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-3">
      <TextField
        {...age}
        id="subject.birth.age"
        label={t('ageAbout')}
        hint={t('ageHint')}
        inputMode="numeric"
        suffix={t('years')}
        width="xs"
        tidy={tidyNumberText}
        error={fault('subject.birth.age')}
      />
      <FormDate
        name="subject.birth.ageToldOn"
        label={t('ageToldOn')}
        pastOnly
        error={fault('subject.birth.ageToldOn')}
      />
    </div>
  );
}

function BirthYear({ month }: { month: boolean }) {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const { register } = useFormContext<SheetForm>();
  const typed = useWatch<SheetForm, 'subject.birth.year'>({ name: 'subject.birth.year' });
  const year = yearOf(typed ?? '');
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-3">
      <div className="flex flex-col">
        <TextField
          {...register('subject.birth.year')}
          id="subject.birth.year"
          label={t('birthYear')}
          hint={t('birthYearHint')}
          width="sm"
          tidy={tidyNumberText}
          error={fault('subject.birth.year')}
        />
        <p aria-live="polite" className="min-h-[1.7em] text-[0.9375rem] text-solid-gray-700">
          {year && t('birthYearEcho', { year, wareki: formatWareki(isoDate(year, 12, 31)).replace(/年.*/, '年') })}
        </p>
      </div>
      {month && (
        <TextField
          {...register('subject.birth.month')}
          id="subject.birth.month"
          label={t('birthMonth')}
          hint={t('birthMonthHint')}
          inputMode="numeric"
          suffix={t('monthSuffix')}
          width="xs"
          tidy={tidyNumberText}
          error={fault('subject.birth.month')}
        />
      )}
    </div>
  );
}
