import { Plus, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Survey, updateSurvey } from '@/api/generated';
import {
  Button,
  DateField,
  ErrorSummary,
  IconButton,
  NoticeBanner,
  ProblemPanel,
  Select,
  Textarea,
  TextField,
} from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { surveyTag, useSurveyDone } from './SurveyPage';

/** The questions, as long as nobody was asked them. */
export function DraftForm({ survey }: { survey: Survey }) {
  const t = useTranslations('surveys.draft');
  const done = useSurveyDone(survey, () => {});
  const [choices, setChoices] = useState(() => survey.choices.map((c) => ({ ...c })));
  const [topics, setTopics] = useState(() => survey.topics.map((text, key) => ({ key, text })));
  const verb = useVerb({
    read: (form) => {
      const closesOn = textOf(form, 'closesOn');
      if (!closesOn) return faulty({ closesOn: t('closesOnMissing') });
      return ready({
        title: textOf(form, 'title'),
        lead: textOf(form, 'lead'),
        choices: choices.map((c) => ({ number: c.number, text: textOf(form, `choice-${c.number}`) })),
        mostChoices: Number(form.get('mostChoices')),
        topics: topics.map((x) => textOf(form, `topic-${x.key}`)).filter(Boolean),
        closesOn,
      });
    },
    send: async (body, headers) =>
      (
        await updateSurvey({
          path: { surveyId: survey.id },
          body,
          headers: { ...headers, ...surveyTag(survey) },
          throwOnError: true,
        })
      ).data,
    rename: (name) => {
      const choice = /^choices\.(\d+)\.text$/.exec(name);
      return choice ? `choice-${choices[Number(choice[1])]?.number}` : undefined;
    },
    done: () => done(t('saved')),
  });
  return (
    <form {...verb.form} className="flex flex-col gap-6">
      <NoticeBanner tone="info" title={t('noticeTitle')}>
        {t('notice')}
      </NoticeBanner>
      {verb.problem && <ProblemPanel error={verb.problem} level={3} />}
      {Object.keys(verb.faults).length > 1 && (
        <ErrorSummary
          attempt={verb.attempt}
          errors={Object.entries(verb.faults).map(([name, message]) => ({ name: name || undefined, message }))}
        />
      )}
      <TextField
        id="title"
        name="title"
        label={t('title')}
        required
        defaultValue={survey.title}
        error={verb.faults.title}
      />
      <Textarea
        id="lead"
        name="lead"
        label={t('lead')}
        limit={2000}
        rows={3}
        defaultValue={survey.lead}
        error={verb.faults.lead}
      />
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-3 text-[1.125rem] font-bold">{t('choices')}</legend>
        {choices.map((c) => (
          <div key={c.number} className="flex items-start gap-2">
            <span aria-hidden className="w-8 pt-3 text-right tabular-nums">
              {c.number}
            </span>
            <TextField
              id={`choice-${c.number}`}
              name={`choice-${c.number}`}
              label={t('choice', { number: c.number })}
              labelHidden
              defaultValue={c.text}
              error={verb.faults[`choice-${c.number}`]}
              className="grow"
            />
            <IconButton
              icon={Trash2}
              label={t('removeChoice', { number: c.number })}
              onClick={() => setChoices(choices.filter((x) => x !== c))}
            />
          </div>
        ))}
        <div className="pl-10">
          <Button
            type="button"
            size="sm"
            variant="outline"
            icon={Plus}
            onClick={() =>
              setChoices([...choices, { number: Math.max(0, ...choices.map((c) => c.number)) + 1, text: '' }])
            }
          >
            {t('addChoice')}
          </Button>
        </div>
      </fieldset>
      <Select
        id="mostChoices"
        name="mostChoices"
        label={t('mostChoices')}
        defaultValue={String(survey.mostChoices)}
        options={choices.map((_, i) => ({ value: String(i + 1), label: t('upTo', { n: i + 1 }) }))}
        width="sm"
      />
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-3 text-[1.125rem] font-bold">{t('topics')}</legend>
        {topics.map((x, i) => (
          <div key={x.key} className="flex items-start gap-2">
            <TextField
              id={`topic-${x.key}`}
              name={`topic-${x.key}`}
              label={t('topic', { number: i + 1 })}
              labelHidden
              defaultValue={x.text}
              className="grow"
            />
            <IconButton
              icon={Trash2}
              label={t('removeTopic', { number: i + 1 })}
              onClick={() => setTopics(topics.filter((y) => y !== x))}
            />
          </div>
        ))}
        <div>
          <Button
            type="button"
            size="sm"
            variant="outline"
            icon={Plus}
            onClick={() => setTopics([...topics, { key: Math.max(0, ...topics.map((x) => x.key)) + 1, text: '' }])}
          >
            {t('addTopic')}
          </Button>
        </div>
      </fieldset>
      <DateField
        id="closesOn"
        name="closesOn"
        label={t('closesOn')}
        required
        defaultValue={survey.closesOn}
        error={verb.faults.closesOn}
      />
      <div>
        <Button type="submit" icon={Save} busy={verb.busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
