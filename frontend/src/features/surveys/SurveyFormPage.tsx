import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Send } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { answerSurvey, getSurveyForm, type SurveyForm } from '@/api/generated';
import { LinkProblem } from '@/app/LinkProblem';
import { PlainFrame } from '@/app/PlainFrame';
import { Button, CheckboxGroup, NoticeBanner, ProblemPanel, Skeleton, Textarea } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';

/** Answering by link, without an account. The token stands behind the #, where no server sees it. */
export function SurveyFormPage() {
  const t = useTranslations('surveys.form');
  const app = useTranslations('app');
  const [token] = useState(() => window.location.hash.slice(1));
  const form = useQuery({
    queryKey: [{ _id: 'surveyForm', token: token.slice(0, 6) }],
    queryFn: async ({ signal }) =>
      (await getSurveyForm({ headers: { 'X-Link-Token': token }, signal, throwOnError: true })).data,
    refetchOnWindowFocus: false,
  });
  useEffect(() => {
    document.title = `${t('document')} | ${app('name')}`;
  }, [t, app]);
  return (
    <PlainFrame>
      {form.isPending && (
        <>
          <h1 className="mb-6 text-std-28B-150">{t('document')}</h1>
          <Skeleton lines={10} />
        </>
      )}
      {form.isError && !form.data && <LinkProblem problem={form.error} title={t('document')} />}
      {form.data && <Answer form={form.data} token={token} />}
    </PlainFrame>
  );
}

function Answer({ form: first, token }: { form: SurveyForm; token: string }) {
  const t = useTranslations('surveys.form');
  const [form, setForm] = useState(first);
  const [done, setDone] = useState(false);
  const verb = useVerb({
    read: (data) => {
      const choices = data.getAll('choices').map(Number);
      if (choices.length > form.mostChoices)
        return faulty({ choices: t('tooMany', { most: form.mostChoices, count: choices.length }) });
      return ready({
        choices,
        other: textOf(data, 'other'),
        texts: form.topics.map((_, i) => textOf(data, `texts.${i}`)),
      });
    },
    send: async (body) => (await answerSurvey({ body, headers: { 'X-Link-Token': token }, throwOnError: true })).data,
    done: (answered) => {
      setForm(answered);
      setDone(true);
      window.scrollTo({ top: 0 });
    },
  });
  return (
    <>
      <h1 className="text-std-28B-150">{form.title}</h1>
      <p className="mt-2 text-solid-gray-700">
        {t('for', { agency: form.agencyName, date: formatWareki(form.closesOn) })}
      </p>
      {done && (
        <div className="mt-5">
          <NoticeBanner tone="success" live title={t('thanks')}>
            <CircleCheck aria-hidden className="mr-1 inline" size="1.25em" />
            {t('thanksMore', { date: formatWareki(form.closesOn) })}
          </NoticeBanner>
        </div>
      )}
      {!form.open && (
        <div className="mt-5">
          <NoticeBanner tone="info" title={t('closed')}>
            {t('closedMore')}
          </NoticeBanner>
        </div>
      )}
      {form.lead && <p className="mt-5 whitespace-pre-line">{form.lead}</p>}
      {form.open && (
        <form {...verb.form} className="mt-6 flex flex-col gap-8">
          {verb.problem && <ProblemPanel error={verb.problem} level={2} />}
          <CheckboxGroup
            name="choices"
            label={t('choices')}
            hint={t('upTo', { most: form.mostChoices })}
            options={form.choices.map((c) => ({ value: String(c.number), label: `${c.number}. ${c.text}` }))}
            defaultValue={form.answer.choices.map(String)}
            error={verb.faults.choices}
          />
          <Textarea
            id="other"
            name="other"
            label={t('other')}
            limit={2000}
            rows={2}
            defaultValue={form.answer.other}
            error={verb.faults.other}
          />
          {form.topics.map((topic, i) => (
            <Textarea
              key={topic}
              id={`texts.${i}`}
              name={`texts.${i}`}
              label={topic}
              limit={2000}
              rows={4}
              defaultValue={form.answer.texts?.[i]}
              error={verb.faults[`texts.${i}`]}
            />
          ))}
          <div>
            <Button type="submit" size="lg" icon={Send} busy={verb.busy}>
              {t(form.answered ? 'again' : 'submit')}
            </Button>
          </div>
        </form>
      )}
    </>
  );
}
