import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { CheckboxGroup, RadioGroup, Textarea } from '@/components/ui';
import type { SheetForm } from '../model/form';
import { LONG_TEXT } from '../model/missing';
import { labelOf, useReference } from '../reference';
import { useFault } from './errors';
import { Section } from './Section';

/** お困りごと: the twelve ticks of the form, and which of them weighs most. */
export function Issues() {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const reference = useReference();
  const { register, getValues } = useFormContext<SheetForm>();
  const issues = useWatch<SheetForm, 'issues'>({ name: 'issues' }) ?? [];
  const types = reference?.issueTypes ?? [];
  const known = types.length > 0 ? types : issues.map((code) => ({ code, label: labelOf(types, code) }));
  const ticked = known.filter((i) => issues.includes(i.code));
  return (
    <Section id="issues">
      <CheckboxGroup
        key={`issues ${types.length}`}
        label={t('issues')}
        hint={t('issuesHint')}
        registration={register('issues')}
        defaultValue={getValues('issues')}
        columns={2}
        options={known.map((i) => ({ value: i.code, label: i.label }))}
        error={fault('issues')}
      />
      {issues.includes('other') && (
        <Textarea
          {...register('otherIssue')}
          id="otherIssue"
          label={t('otherIssue')}
          rows={2}
          limit={LONG_TEXT}
          error={fault('otherIssue')}
        />
      )}
      {ticked.length > 1 && (
        <RadioGroup
          key={`pressing ${ticked.map((i) => i.code).join()}`}
          label={t('mostPressing')}
          optional
          hint={t('mostPressingHint')}
          registration={register('mostPressing')}
          defaultValue={getValues('mostPressing')}
          columns={2}
          options={ticked.map((i) => ({ value: i.code, label: i.label }))}
          error={fault('mostPressing')}
        />
      )}
    </Section>
  );
}
