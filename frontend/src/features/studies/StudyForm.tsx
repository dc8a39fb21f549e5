import { useBlocker } from '@tanstack/react-router';
import { Plus, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Study, updateStudy } from '@/api/generated';
import {
  Button,
  CheckboxGroup,
  ErrorSummary,
  IconButton,
  NoticeBanner,
  ProblemPanel,
  Textarea,
  TextField,
} from '@/components/ui';
import { useReference } from '../cases/reference';
import { type Faults, faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { daysOf } from './elapsed';
import { useStudyDone } from './StudyPage';
import { studyTag } from './StudyVerbs';

interface Step {
  key: number;
  afterDays: string;
  text: string;
}

/** The draft. The server refuses every word that says who the household is, at its field. */
export function StudyForm({ study, onChanged }: { study: Study; onChanged: (changed: boolean) => void }) {
  const t = useTranslations('studies');
  const done = useStudyDone(study);
  const [dirty, setDirty] = useState(false);
  const [steps, setSteps] = useState<Step[]>(() =>
    study.course.map((s, key) => ({ key, afterDays: String(s.afterDays), text: s.text })),
  );
  const touch = (is: boolean) => {
    setDirty(is);
    onChanged(is);
  };
  useBlocker({ shouldBlockFn: () => dirty && !window.confirm(t('leave')), enableBeforeUnload: () => dirty });
  const verb = useVerb({
    read: (form) => {
      const after = steps.map((s) => [s.key, daysOf(textOf(form, `after-${s.key}`))] as const);
      const wrong = after.filter(([, days]) => days === undefined);
      if (wrong.length > 0) return faulty(Object.fromEntries(wrong.map(([key]) => [`after-${key}`, t('afterWrong')])));
      return ready({
        title: textOf(form, 'title'),
        issues: form.getAll('issues').map(String),
        features: form.getAll('features').map(String),
        household: textOf(form, 'household'),
        course: after.map(([key, days]) => ({ afterDays: days ?? 0, text: textOf(form, `step-${key}`) })),
        decided: textOf(form, 'decided'),
        learned: textOf(form, 'learned'),
      });
    },
    send: async (body, headers) =>
      (
        await updateStudy({
          path: { studyId: study.id },
          body,
          headers: { ...headers, ...studyTag(study) },
          throwOnError: true,
        })
      ).data,
    rename: (name) => {
      const step = /^course\.(\d+)\.(text|afterDays)$/.exec(name);
      if (!step) return undefined;
      return `${step[2] === 'text' ? 'step' : 'after'}-${steps[Number(step[1])]?.key}`;
    },
    done: (now) => {
      touch(false);
      done(now, t('saved'));
    },
  });
  const faults = verb.faults;
  return (
    <form {...verb.form} aria-label={t('form')} onInput={() => touch(true)} className="flex flex-col gap-7">
      <NoticeBanner tone="info" title={t('noticeTitle')}>
        {t('notice')}
      </NoticeBanner>
      {verb.problem && <ProblemPanel error={verb.problem} level={3} />}
      {Object.keys(faults).length > 1 && (
        <ErrorSummary
          attempt={verb.attempt}
          errors={Object.entries(faults).map(([name, message]) => ({ name: name || undefined, message }))}
        />
      )}
      <TextField
        id="title"
        name="title"
        label={t('name')}
        hint={t('nameHint')}
        required
        defaultValue={study.title}
        error={faults.title}
      />
      <StudyChoices study={study} faults={faults} />
      <Area name="household" rows={4} study={study} faults={faults} />
      <Course
        steps={steps}
        faults={faults}
        onSteps={(next) => {
          setSteps(next);
          touch(true);
        }}
      />
      <Area name="decided" rows={4} study={study} faults={faults} />
      <Area name="learned" rows={4} study={study} faults={faults} />
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" icon={Save} busy={verb.busy}>
          {t('save')}
        </Button>
        <p role="status" className="text-solid-gray-700">
          {dirty ? t('unsaved') : ''}
        </p>
      </div>
    </form>
  );
}

function Area(props: { name: 'household' | 'decided' | 'learned'; rows: number; study: Study; faults: Faults }) {
  const { name, rows, study, faults } = props;
  const t = useTranslations('studies');
  return (
    <Textarea
      id={name}
      name={name}
      label={t(name)}
      hint={t(`${name}Hint`)}
      limit={4000}
      rows={rows}
      defaultValue={study[name]}
      error={faults[name]}
    />
  );
}

function StudyChoices({ study, faults }: { study: Study; faults: Faults }) {
  const t = useTranslations('studies');
  const reference = useReference();
  if (!reference) return null;
  const first = (of: string) => Object.entries(faults).find(([name]) => name === of || name.startsWith(`${of}.`))?.[1];
  return (
    <>
      <CheckboxGroup
        name="issues"
        label={t('issues')}
        columns={3}
        defaultValue={study.issues.map((i) => i.code)}
        options={reference.issueTypes.map((i) => ({ value: i.code, label: i.label }))}
        error={first('issues')}
      />
      <CheckboxGroup
        name="features"
        label={t('features')}
        columns={3}
        defaultValue={study.features.map((f) => f.code)}
        options={reference.features.map((f) => ({ value: f.code, label: f.label }))}
        error={first('features')}
      />
    </>
  );
}

function Course(props: { steps: Step[]; faults: Faults; onSteps: (steps: Step[]) => void }) {
  const { steps, faults, onSteps } = props;
  const t = useTranslations('studies');
  return (
    <fieldset className="flex flex-col gap-4" id="course" tabIndex={-1}>
      <legend className="mb-1 text-[1.125rem] font-bold">{t('course')}</legend>
      <p className="text-[0.9375rem] text-solid-gray-700">{t('courseHint')}</p>
      {faults.course && <p className="font-bold text-error-2">{faults.course}</p>}
      <ol className="flex flex-col gap-5">
        {steps.map((s, i) => (
          <li key={s.key} className="flex flex-wrap items-start gap-3">
            <TextField
              id={`after-${s.key}`}
              name={`after-${s.key}`}
              label={t('after')}
              inputMode="numeric"
              suffix={t('days')}
              defaultValue={s.afterDays}
              error={faults[`after-${s.key}`]}
              className="w-40"
            />
            <Textarea
              id={`step-${s.key}`}
              name={`step-${s.key}`}
              label={t('step', { n: i + 1 })}
              rows={2}
              defaultValue={s.text}
              error={faults[`step-${s.key}`]}
              className="min-w-64 grow"
            />
            <IconButton
              icon={Trash2}
              label={t('removeStep', { n: i + 1 })}
              className="mt-8"
              onClick={() => onSteps(steps.filter((x) => x !== s))}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button
          type="button"
          size="sm"
          variant="outline"
          icon={Plus}
          onClick={() =>
            onSteps([
              ...steps,
              {
                key: Math.max(-1, ...steps.map((s) => s.key)) + 1,
                afterDays: steps.at(-1)?.afterDays ?? '0',
                text: '',
              },
            ])
          }
        >
          {t('addStep')}
        </Button>
      </div>
    </fieldset>
  );
}
