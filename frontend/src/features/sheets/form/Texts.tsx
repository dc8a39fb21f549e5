import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { Checkbox, CheckboxGroup, NoticeBanner, Textarea } from '@/components/ui';
import type { SheetForm } from '../model/form';
import { LONG_TEXT } from '../model/missing';
import { useReference } from '../reference';
import { useFault } from './errors';
import { Section } from './Section';

/** Free text: what is asked for, and the life the person wants. */
export function Requests() {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const { register, getValues } = useFormContext<SheetForm>();
  return (
    <Section id="request">
      <Textarea
        {...register('request')}
        id="request"
        label={t('request')}
        hint={t('requestHint')}
        rows={7}
        limit={LONG_TEXT}
        defaultValue={getValues('request')}
        error={fault('request')}
      />
      <Textarea
        {...register('wishes')}
        id="wishes"
        label={t('wishes')}
        hint={t('wishesHint')}
        rows={4}
        limit={LONG_TEXT}
        defaultValue={getValues('wishes')}
        error={fault('wishes')}
      />
    </Section>
  );
}

export function Features() {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const reference = useReference();
  const { register, getValues } = useFormContext<SheetForm>();
  const features = reference?.features ?? [];
  return (
    <Section id="features">
      <CheckboxGroup
        key={`features ${features.length}`}
        label={t('features')}
        hint={t('featuresHint')}
        registration={register('features')}
        defaultValue={getValues('features')}
        columns={3}
        options={features.map((f) => ({ value: f.code, label: f.label }))}
        error={fault('features')}
      />
    </Section>
  );
}

export function Urgency() {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const reference = useReference();
  const { register, getValues } = useFormContext<SheetForm>();
  const danger = useWatch<SheetForm, 'danger'>({ name: 'danger' });
  return (
    <Section id="urgency">
      <Checkbox {...register('danger')} id="danger" label={t('danger')} hint={t('dangerHint')} />
      {danger && (
        <>
          <NoticeBanner tone="warning" level={3} title={t('dangerTitle')}>
            {t('dangerAdvice', { hours: reference?.settings.urgentAnswerBusinessHours ?? 2 })}
          </NoticeBanner>
          <Textarea
            {...register('dangerNote')}
            id="dangerNote"
            label={t('dangerNote')}
            rows={3}
            limit={LONG_TEXT}
            defaultValue={getValues('dangerNote')}
            error={fault('dangerNote')}
          />
        </>
      )}
    </Section>
  );
}
