import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { Button, IconButton, NameField, RadioGroup, Select, Textarea, TextField } from '@/components/ui';
import { tidyKana, tidyName, tidyNumberText } from '@/lib/kana';
import type { SheetForm } from '../model/form';
import { AddressFields } from './AddressFields';
import { BirthFields } from './BirthFields';
import { useFault } from './errors';
import { Part, Section } from './Section';

const genders = ['male', 'female', 'other', 'undisclosed'] as const;
const nameKinds = ['former', 'alias', 'home_country', 'called'] as const;

export function SubjectSection() {
  const t = useTranslations('sheets.form');
  const codes = useTranslations('codes.gender');
  const fault = useFault();
  const { register, getValues } = useFormContext<SheetForm>();
  return (
    <Section id="subject">
      <NameField
        id="subject"
        nameLabel={t('name')}
        kanaLabel={t('kana')}
        name={register('subject.name')}
        kana={register('subject.kana')}
        defaultKana={getValues('subject.kana')}
        nameError={fault('subject.name')}
        kanaError={fault('subject.kana')}
        nameHint={t('nameHint')}
        kanaHint={t('kanaHint')}
      />
      <Unnamed />
      <OtherNames />
      <RadioGroup
        label={t('gender')}
        optional
        registration={register('subject.gender')}
        defaultValue={getValues('subject.gender')}
        columns={2}
        options={genders.map((value) => ({ value, label: codes(value) }))}
      />
      <BirthFields />
      <AddressFields />
      <Part title={t('phone')} note={t('phoneHint')}>
        <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
          <TextField
            {...register('subject.phoneHome')}
            label={t('phoneHome')}
            inputMode="tel"
            tidy={tidyNumberText}
            error={fault('subject.phoneHome')}
          />
          <TextField
            {...register('subject.phoneMobile')}
            label={t('phoneMobile')}
            inputMode="tel"
            tidy={tidyNumberText}
            error={fault('subject.phoneMobile')}
          />
        </div>
      </Part>
    </Section>
  );
}

/** Somebody whose name is not known (yet) is described instead. */
function Unnamed() {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const { register, getValues } = useFormContext<SheetForm>();
  const [open, setOpen] = useState(() => getValues('subject.description') !== '');
  if (!open) {
    return (
      <Button variant="text" size="sm" className="-mt-3 -ml-3 w-fit" onClick={() => setOpen(true)}>
        {t('nameUnknown')}
      </Button>
    );
  }
  return (
    <Textarea
      {...register('subject.description')}
      id="subject.description"
      label={t('description')}
      hint={t('descriptionHint')}
      rows={2}
      error={fault('subject.description')}
    />
  );
}

function OtherNames() {
  const t = useTranslations('sheets.form');
  const kinds = useTranslations('sheets.nameKind');
  const fault = useFault();
  const { register, control } = useFormContext<SheetForm>();
  const { fields, append, remove } = useFieldArray({ control, name: 'subject.otherNames' });
  return (
    <div className="flex flex-col gap-4">
      {fields.map((row, i) => (
        <fieldset key={row.id} className="flex flex-wrap items-end gap-x-4 gap-y-3">
          <legend className="visually-hidden">{t('otherName', { n: i + 1 })}</legend>
          <Select
            {...register(`subject.otherNames.${i}.kind`)}
            label={t('otherNameKind')}
            width="sm"
            className="w-36"
            options={nameKinds.map((value) => ({ value, label: kinds(value) }))}
          />
          <TextField
            {...register(`subject.otherNames.${i}.name`)}
            label={t('name')}
            className="min-w-40 grow"
            tidy={tidyName}
            error={fault(`subject.otherNames.${i}.name`)}
          />
          <TextField
            {...register(`subject.otherNames.${i}.kana`)}
            label={t('kana')}
            className="min-w-40 grow"
            tidy={tidyKana}
          />
          <IconButton icon={Trash2} label={t('removeOtherName', { n: i + 1 })} onClick={() => remove(i)} />
        </fieldset>
      ))}
      {fields.length < 10 && (
        <Button
          variant="text"
          size="sm"
          icon={Plus}
          className="-mt-2 -ml-3 w-fit"
          onClick={() => append({ kind: 'former', name: '', kana: '' })}
        >
          {t('addOtherName')}
        </Button>
      )}
    </div>
  );
}
