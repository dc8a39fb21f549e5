import { MessageCircleQuestionMark } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AgencyRef, createEscalation, type InquiryInput } from '@/api/generated';
import { CheckboxGroup, RadioGroup, Textarea, TextField, useToast } from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import { useReference } from '../cases/reference';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { readMinutes } from './ContactDialog';

const CHANNELS = ['phone', 'visit', 'home_visit', 'online', 'document'] as const;
const TEXT_LIMIT = 2000;

/** 随時相談を記録する: an informal question, written down in under a minute; answered on the spot, or kept open. */
export function InquiryDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('desk.inquiry');
  const channels = useTranslations('codes.channel');
  const toast = useToast();
  const issues = useReference()?.issueTypes ?? [];
  const [agency, setAgency] = useState<AgencyRef>();
  const [settle, setSettle] = useState(true);
  const verb = useVerb({
    read: (form) => {
      const body = {
        channel: CHANNELS.find((c) => c === form.get('channel')) ?? 'phone',
        agencyId: agency?.id,
        askedBy: textOf(form, 'askedBy') || undefined,
        issues: form.getAll('issues').map(String),
        text: textOf(form, 'text'),
        answer: textOf(form, 'answer') || undefined,
        settle,
      };
      const minutes = readMinutes(textOf(form, 'minutes'));
      const faults: Record<string, string> = {};
      if (!body.agencyId && !body.askedBy) faults.askedBy = t('whoMissing');
      if (!body.text) faults.text = t('textMissing');
      if (settle && !body.answer) faults.answer = t('answerMissing');
      if (minutes === 'wrong') faults.minutes = t('minutesWrong');
      if (minutes === 'wrong' || Object.keys(faults).length > 0) return faulty(faults);
      return ready({ ...body, minutes });
    },
    send: async (body: InquiryInput, headers) => (await createEscalation({ body, headers, throwOnError: true })).data,
    done: () => {
      toast(t(settle ? 'doneSettled' : 'doneOpen'));
      onClose();
    },
  });
  return (
    <VerbDialog
      size="lg"
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={MessageCircleQuestionMark}
      verb={verb}
      onClose={onClose}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <AgencyPicker
          id="agencyId"
          label={t('agency')}
          optional
          value={agency}
          onChange={setAgency}
          error={verb.faults.agencyId}
        />
        <TextField
          name="askedBy"
          id="askedBy"
          label={t('askedBy')}
          hint={t('askedByHint')}
          error={verb.faults.askedBy}
        />
      </div>
      <Textarea name="text" id="text" label={t('text')} required limit={TEXT_LIMIT} rows={3} error={verb.faults.text} />
      <Textarea
        name="answer"
        id="answer"
        label={t('answer')}
        required={settle}
        optional={!settle}
        limit={TEXT_LIMIT}
        rows={3}
        error={verb.faults.answer}
      />
      <RadioGroup
        name="settle"
        label={t('settle')}
        columns={2}
        defaultValue="yes"
        onChange={(e) => setSettle(e.currentTarget.value === 'yes')}
        options={[
          { value: 'yes', label: t('settleYes'), hint: t('settleYesHint') },
          { value: 'no', label: t('settleNo'), hint: t('settleNoHint') },
        ]}
      />
      <RadioGroup
        name="channel"
        label={t('channel')}
        columns={3}
        defaultValue="phone"
        error={verb.faults.channel}
        options={CHANNELS.map((value) => ({ value, label: channels(value) }))}
      />
      <CheckboxGroup
        name="issues"
        label={t('issues')}
        optional
        columns={3}
        error={verb.faults.issues}
        options={issues.map((i) => ({ value: i.code, label: i.label }))}
      />
      <TextField
        name="minutes"
        id="minutes"
        label={t('minutes')}
        optional
        width="xs"
        inputMode="numeric"
        suffix={t('minutesUnit')}
        error={verb.faults.minutes}
      />
    </VerbDialog>
  );
}
