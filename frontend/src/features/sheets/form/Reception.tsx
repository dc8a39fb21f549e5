import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { NameField, RadioGroup, TextField } from '@/components/ui';
import { tidyName, tidyNumberText } from '@/lib/kana';
import type { SheetForm } from '../model/form';
import { tidyTime } from '../model/time';
import { useFault } from './errors';
import { FormDate } from './FormDate';
import { Section } from './Section';

const channels = ['visit', 'phone', 'home_visit', 'online', 'document'] as const;

export function Reception() {
  const t = useTranslations('sheets.form');
  const codes = useTranslations('codes.channel');
  const fault = useFault();
  const { register, getValues } = useFormContext<SheetForm>();
  return (
    <Section id="reception">
      <div className="grid gap-x-6 gap-y-2 sm:grid-cols-[1fr_auto]">
        <FormDate name="receivedDate" label={t('receivedDate')} error={fault('receivedDate')} pastOnly />
        <TextField
          {...register('receivedTime')}
          id="receivedTime"
          label={t('receivedTime')}
          hint={t('timeHint')}
          inputMode="numeric"
          width="xs"
          tidy={tidyTime}
        />
      </div>
      <RadioGroup
        label={t('channel')}
        registration={register('channel')}
        defaultValue={getValues('channel')}
        columns={3}
        options={channels.map((value) => ({ value, label: codes(value) }))}
      />
      <TextField
        {...register('receivedBy')}
        id="receivedBy"
        label={t('receivedBy')}
        width="md"
        tidy={tidyName}
        error={fault('receivedBy')}
      />
      <VisitorFields />
    </Section>
  );
}

function VisitorFields() {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const { register, getValues } = useFormContext<SheetForm>();
  const other = useWatch<SheetForm, 'visitorIs'>({ name: 'visitorIs' }) === 'other';
  return (
    <>
      <RadioGroup
        label={t('visitor')}
        registration={register('visitorIs')}
        defaultValue={getValues('visitorIs')}
        columns={2}
        options={[
          { value: 'self', label: t('visitorSelf') },
          { value: 'other', label: t('visitorOther') },
        ]}
      />
      {other && (
        <div className="flex flex-col gap-5 border-l-4 border-solid-gray-300 pl-4 sm:pl-6">
          <NameField
            id="visitor"
            nameLabel={t('visitorName')}
            kanaLabel={t('kana')}
            name={register('visitor.name')}
            kana={register('visitor.kana')}
            defaultKana={getValues('visitor.kana')}
            nameError={fault('visitor.name')}
            kanaError={fault('visitor.kana')}
          />
          <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
            <TextField
              {...register('visitor.relation')}
              label={t('visitorRelation')}
              hint={t('visitorRelationHint')}
              list="relations"
              error={fault('visitor.relation')}
            />
            <TextField
              {...register('visitor.phone')}
              label={t('visitorPhone')}
              inputMode="tel"
              hint={t('phoneHint')}
              tidy={tidyNumberText}
              error={fault('visitor.phone')}
            />
          </div>
          <TextField {...register('visitor.note')} label={t('note')} error={fault('visitor.note')} />
        </div>
      )}
    </>
  );
}
