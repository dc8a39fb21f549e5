import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { RadioGroup, Select, TextField } from '@/components/ui';
import { tidyNumberText } from '@/lib/kana';
import type { SheetForm } from '../model/form';
import { districtsOf, useReference } from '../reference';
import { useFault } from './errors';
import { Part } from './Section';

const kinds = ['in_city', 'outside', 'none'] as const;

/** 住所 in parts. The ward follows from the 中学校区 when that is chosen first. */
export function AddressFields() {
  const t = useTranslations('sheets.form');
  const words = useTranslations('sheets.addressKind');
  const { register, getValues } = useFormContext<SheetForm>();
  const kind = useWatch<SheetForm, 'subject.address.kind'>({ name: 'subject.address.kind' });
  return (
    <Part title={t('address')}>
      <RadioGroup
        label={t('addressKind')}
        labelHidden
        registration={register('subject.address.kind')}
        defaultValue={getValues('subject.address.kind')}
        columns={3}
        options={kinds.map((value) => ({ value, label: words(value) }))}
      />
      {(kind === 'in_city' || kind === '') && <InCity />}
      {kind === 'outside' && <AddressText label={t('addressOutside')} hint={t('addressOutsideHint')} />}
      {kind === 'none' && <AddressText label={t('addressNone')} hint={t('addressNoneHint')} />}
    </Part>
  );
}

function AddressText({ label, hint }: { label: string; hint: string }) {
  const { register } = useFormContext<SheetForm>();
  const fault = useFault();
  return (
    <TextField {...register('subject.address.text')} label={label} hint={hint} error={fault('subject.address.text')} />
  );
}

function InCity() {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const { register } = useFormContext<SheetForm>();
  const text = (name: 'town' | 'lot' | 'building', hint: string) => (
    <TextField
      {...register(`subject.address.${name}`)}
      label={t(name)}
      hint={hint}
      error={fault(`subject.address.${name}`)}
    />
  );
  return (
    <>
      <TextField
        {...register('subject.address.postalCode')}
        label={t('postalCode')}
        inputMode="numeric"
        width="sm"
        tidy={tidyNumberText}
        error={fault('subject.address.postalCode')}
      />
      <Areas />
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {text('town', t('townHint'))}
        {text('lot', t('lotHint'))}
      </div>
      {text('building', t('buildingHint'))}
    </>
  );
}

function Areas() {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const reference = useReference();
  const { register, setValue, getValues } = useFormContext<SheetForm>();
  const [ward, district] = useWatch<SheetForm, ['subject.address.ward', 'subject.address.district']>({
    name: ['subject.address.ward', 'subject.address.district'],
  });
  const wards = (reference?.wards ?? []).map((w) => ({ value: w.code, label: w.label }));
  const districts = districtsOf(reference, ward).map((d) => ({ value: d.name, label: d.name }));
  // Until the master data is there (or when it lacks the code) the chosen one stays choosable, or the browser would drop it.
  const known = (options: { value: string; label: string }[], chosen: string) =>
    chosen && !options.some((o) => o.value === chosen) ? [...options, { value: chosen, label: chosen }] : options;
  return (
    <div className="grid items-end gap-x-6 gap-y-4 sm:grid-cols-2">
      <Select
        key={`ward ${wards.length}`}
        {...register('subject.address.ward', {
          onChange: () => {
            const chosen = getValues('subject.address.district');
            const fits = districtsOf(reference, getValues('subject.address.ward')).some((d) => d.name === chosen);
            if (!fits) setValue('subject.address.district', '');
          },
        })}
        label={t('ward')}
        empty={t('choose')}
        defaultValue={ward}
        options={known(wards, ward)}
        error={fault('subject.address.ward')}
      />
      <Select
        key={`district ${ward} ${districts.length}`}
        {...register('subject.address.district', {
          onChange: () => {
            const found = reference?.districts.find((d) => d.name === getValues('subject.address.district'));
            if (found) setValue('subject.address.ward', found.ward);
          },
        })}
        label={t('district')}
        hint={t('districtHint')}
        empty={t('districtUnknown')}
        defaultValue={district}
        options={known(districts, district)}
        error={fault('subject.address.district')}
      />
    </div>
  );
}
