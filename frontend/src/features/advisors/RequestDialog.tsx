import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Case, type DispatchMode, requestDispatch } from '@/api/generated';
import { CheckboxGroup, RadioGroup, Textarea, useToast } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { groundsOn, useReference } from '../cases/reference';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

export const MODES: readonly DispatchMode[] = ['advice', 'conference', 'visit'];

/** Asks for an advisor: a question that names nobody, and what is shown once it is confirmed. */
export function RequestDialog({ case: c, onClose }: { case: Case; onClose: () => void }) {
  const t = useTranslations('advisors.request');
  const modes = useTranslations('advisors.mode');
  const hints = useTranslations('advisors.modeHint');
  const toast = useToast();
  const reference = useReference();
  const [shows, setShows] = useState<readonly string[]>(['sheet']);
  const verb = useVerb({
    read: (form) => {
      const question = textOf(form, 'question');
      const mode = MODES.find((m) => m === form.get('mode'));
      const fields = form.getAll('fields').map(String);
      const scope = form.getAll('scope').map(String);
      const ground = textOf(form, 'ground');
      const faults: Record<string, string> = {};
      if (!question) faults.question = t('questionMissing');
      if (!mode) faults.mode = t('modeMissing');
      if (fields.length === 0) faults.fields = t('fieldsMissing');
      if (scope.length > 0 && !ground) faults.ground = t('groundMissing');
      if (!mode || Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        question,
        mode,
        fields,
        issues: form.getAll('issues').map(String),
        scope: { sheet: scope.includes('sheet'), notes: scope.includes('notes') },
        ground: ground || undefined,
        groundNote: textOf(form, 'groundNote') || undefined,
        conditions: textOf(form, 'conditions') || undefined,
      });
    },
    send: async (body, headers) =>
      (await requestDispatch({ path: { caseId: c.id }, body, headers, throwOnError: true })).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  const grounds = groundsOn(reference?.grounds ?? [], todayInJapan(new Date()));
  return (
    <VerbDialog
      size="lg"
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Send}
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        id="question"
        name="question"
        label={t('question')}
        hint={t('questionHint')}
        required
        limit={2000}
        rows={4}
        error={verb.faults.question}
      />
      <RadioGroup
        name="mode"
        label={t('mode')}
        required
        error={verb.faults.mode}
        options={MODES.map((value) => ({ value, label: modes(value), hint: hints(value) }))}
      />
      <CheckboxGroup
        name="fields"
        label={t('fields')}
        required
        columns={3}
        error={verb.faults.fields}
        options={(reference?.fields ?? []).map((f) => ({ value: f.code, label: f.label }))}
      />
      <CheckboxGroup
        key={reference ? 'issues' : 'none'}
        name="issues"
        label={t('issues')}
        optional
        columns={2}
        error={verb.faults.issues}
        defaultValue={c.issues}
        options={(reference?.issueTypes ?? []).map((i) => ({ value: i.code, label: i.label }))}
      />
      <CheckboxGroup
        name="scope"
        label={t('scope')}
        optional
        columns={2}
        defaultValue={shows}
        onChange={(e) => {
          const { value, checked } = e.currentTarget;
          setShows((now) => (checked ? [...now, value] : now.filter((x) => x !== value)));
        }}
        options={[
          { value: 'sheet', label: t('sheet') },
          { value: 'notes', label: t('notes') },
        ]}
      />
      {shows.length > 0 && (
        <>
          <RadioGroup
            name="ground"
            label={t('ground')}
            required
            error={verb.faults.ground}
            options={grounds.map((g) => ({ value: g.code, label: g.label, hint: g.article }))}
          />
          <Textarea
            id="groundNote"
            name="groundNote"
            label={t('groundNote')}
            optional
            limit={2000}
            rows={2}
            error={verb.faults.groundNote}
          />
          <Textarea
            id="conditions"
            name="conditions"
            label={t('conditions')}
            optional
            limit={2000}
            rows={2}
            defaultValue={t('conditionsDefault')}
            error={verb.faults.conditions}
          />
        </>
      )}
    </VerbDialog>
  );
}
