import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { Button, Checkbox, Select, TextField } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { tidyName } from '@/lib/kana';
import type { SheetForm } from '../model/form';
import { memberWritten, nameOfMember } from '../model/missing';
import { useFault } from './errors';
import { FormDate } from './FormDate';
import { Part, Section } from './Section';

const methods = ['written', 'oral', 'proxy'] as const;
const states = ['unconfirmed', 'given', 'refused', 'withdrawn', 'unable'] as const;

/** 利用目的の明示 (個人情報保護法62条) and the consent of each person named above. */
export function Consents() {
  const t = useTranslations('sheets.form');
  const form = useFormContext<SheetForm>();
  const members = useWatch<SheetForm, 'members'>({ name: 'members' }) ?? [];
  const name = useWatch<SheetForm, 'subject.name'>({ name: 'subject.name' });
  const written = members.map((_, i) => i).filter((i) => memberWritten({ members }, i));
  const rest = () => {
    for (const at of ['subject' as const, ...written.map((i) => `members.${i}` as const)]) {
      if (!form.getValues(`${at}.consent.state`)) {
        form.setValue(`${at}.consent.state`, 'unconfirmed', { shouldDirty: true });
      }
    }
  };
  return (
    <Section id="consent">
      <PurposeNotice />
      <Part title={t('consents')} note={t('consentsHint')}>
        <ul className="flex flex-col gap-4">
          <ConsentRow at="subject" who={name?.trim() || t('nameNotYet')} relation={t('relationSelf')} />
          {written.map((i) => (
            <ConsentRow
              key={members[i]?.id}
              at={`members.${i}`}
              who={nameOfMember({ members }, i)}
              relation={members[i]?.relation ?? ''}
            />
          ))}
        </ul>
        <Button variant="text" size="sm" className="-ml-3 w-fit" onClick={rest}>
          {t('restUnconfirmed')}
        </Button>
      </Part>
    </Section>
  );
}

function PurposeNotice() {
  const t = useTranslations('sheets.form');
  const words = useTranslations('sheets.method');
  const fault = useFault();
  const { register, setValue, getValues } = useFormContext<SheetForm>();
  const shown = useWatch<SheetForm, 'purposeNotice.shown'>({ name: 'purposeNotice.shown' });
  const box = register('purposeNotice.shown', {
    onChange: () => {
      if (getValues('purposeNotice.shown') && !getValues('purposeNotice.shownOn')) {
        setValue('purposeNotice.shownOn', todayInJapan(new Date()));
      }
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <blockquote className="rounded-12 bg-solid-gray-50 px-5 py-4 text-[0.9375rem]">{t('purposeText')}</blockquote>
      <Checkbox {...box} id="purposeNotice.shown" label={t('purposeShown')} error={fault('purposeNotice.shown')} />
      {shown && (
        <div className="grid gap-x-6 gap-y-3 border-l-4 border-solid-gray-300 pl-4 sm:grid-cols-2 sm:pl-6">
          <FormDate
            name="purposeNotice.shownOn"
            label={t('purposeShownOn')}
            hint=""
            pastOnly
            error={fault('purposeNotice.shownOn')}
          />
          <Select
            {...register('purposeNotice.method')}
            label={t('purposeMethod')}
            empty={t('choose')}
            options={methods.map((value) => ({ value, label: words(value) }))}
          />
        </div>
      )}
    </div>
  );
}

function ConsentRow({ at, who, relation }: { at: 'subject' | `members.${number}`; who: string; relation: string }) {
  const t = useTranslations('sheets.form');
  const codes = useTranslations('codes.consent');
  const words = useTranslations('sheets.method');
  const fault = useFault();
  const { register, setValue, getValues } = useFormContext<SheetForm>();
  const state = useWatch<SheetForm, 'subject.consent.state'>({
    name: `${at}.consent.state` as 'subject.consent.state',
  });
  const answered = state === 'given' || state === 'refused' || state === 'withdrawn';
  const choice = register(`${at}.consent.state`, {
    onChange: () => {
      const chosen = getValues(`${at}.consent.state`);
      if (chosen && chosen !== 'unconfirmed' && !getValues(`${at}.consent.recordedOn`)) {
        setValue(`${at}.consent.recordedOn`, todayInJapan(new Date()));
      }
    },
  });
  return (
    <li className="rounded-12 border border-solid-gray-300 px-5 py-4">
      <fieldset className="flex min-w-0 flex-col gap-3">
        <legend className="contents">
          <span className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-bold">{who}</span>
            <span className="text-[0.9375rem] text-solid-gray-700">{relation}</span>
          </span>
        </legend>
        <div className="grid gap-x-5 gap-y-3 sm:grid-cols-2">
          <Select
            {...choice}
            label={t('consentState')}
            empty={t('choose')}
            options={states.map((value) => ({ value, label: codes(value) }))}
            error={fault(`${at}.consent.state`)}
          />
          {answered && (
            <Select
              {...register(`${at}.consent.method`)}
              label={t('consentMethod')}
              empty={t('choose')}
              options={methods.map((value) => ({ value, label: words(value) }))}
            />
          )}
        </div>
        {answered && (
          <div className="grid gap-x-5 gap-y-3 sm:grid-cols-2">
            <FormDate
              name={`${at}.consent.recordedOn`}
              label={t('consentRecordedOn')}
              hint=""
              pastOnly
              error={fault(`${at}.consent.recordedOn`)}
            />
            <TextField {...register(`${at}.consent.explainedBy`)} label={t('consentExplainedBy')} tidy={tidyName} />
          </div>
        )}
        {state && state !== 'unconfirmed' && (
          <TextField
            {...register(`${at}.consent.note`)}
            label={t('consentNote')}
            optional
            hint={t('consentNoteHint')}
          />
        )}
      </fieldset>
    </li>
  );
}
