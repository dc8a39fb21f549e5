import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { listSurveys, type Survey, type SurveyResults } from '@/api/generated';
import { getSurveyResultsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ProblemPanel, Select, Skeleton } from '@/components/ui';

/** What was said: a bar a choice with its number, beside another year where asked; free texts by topic. */
export function Results({ survey }: { survey: Survey }) {
  const t = useTranslations('surveys.results');
  const [beside, setBeside] = useState('');
  const others = useQuery({
    queryKey: [{ _id: 'surveyOthers', tags: ['survey'] }],
    queryFn: async ({ signal }) => (await listSurveys({ query: { limit: 50 }, signal, throwOnError: true })).data.items,
  });
  const results = useQuery(
    getSurveyResultsOptions({ path: { surveyId: survey.id }, query: { compareWith: beside || undefined } }),
  );
  const options = (others.data ?? [])
    .filter((s) => s.id !== survey.id && s.state !== 'draft')
    .map((s) => ({ value: s.id, label: s.title }));
  return (
    <section aria-labelledby="results" className="flex flex-col gap-5">
      <div className="flex flex-wrap items-end gap-4">
        <h2 id="results" className="mr-auto text-[1.375rem] font-bold">
          {t('title')}
        </h2>
        {options.length > 0 && (
          <Select
            label={t('beside')}
            empty={t('nothing')}
            value={beside}
            options={options}
            onChange={(e) => setBeside(e.currentTarget.value)}
            className="w-72"
          />
        )}
      </div>
      {results.isPending && <Skeleton lines={6} />}
      {results.isError && !results.data && (
        <ProblemPanel error={results.error} level={3} onRetry={() => void results.refetch()} />
      )}
      {results.data && (results.data.answered === 0 ? <p>{t('none')}</p> : <Counted results={results.data} />)}
    </section>
  );
}

function Counted({ results }: { results: SurveyResults }) {
  const t = useTranslations('surveys.results');
  const most = Math.max(1, ...results.choices.flatMap((c) => [c.count, c.before ?? 0]));
  const compares = results.answeredBefore !== undefined;
  return (
    <>
      <div className="overflow-x-auto" data-quiet-focus>
        <table className="w-full border-collapse text-left">
          <caption className="mb-2 text-left">
            {t('caption', { answered: results.answered, invited: results.invited })}
          </caption>
          <thead>
            <tr className="border-b border-solid-gray-600 bg-solid-gray-50">
              <th scope="col" className="px-3 py-2">
                {t('choice')}
              </th>
              <th scope="col" className="w-1/3 px-3 py-2">
                {t('count')}
              </th>
            </tr>
          </thead>
          <tbody>
            {results.choices.map((c) => (
              <tr key={c.number} className="border-b border-solid-gray-200">
                <th scope="row" className="px-3 py-2 font-normal">
                  {c.number}. {c.text}
                </th>
                <td className="px-3 py-2">
                  <Bar n={c.count} most={most} pattern="solid" label={t('answers', { n: c.count })} />
                  {compares && c.before !== undefined && (
                    <Bar n={c.before} most={most} pattern="striped" label={t('before', { n: c.before })} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {compares && (
          <p className="mt-2 text-[0.9375rem] text-solid-gray-700">
            {t('legend', { title: results.titleBefore ?? '', answered: results.answeredBefore ?? 0 })}
          </p>
        )}
      </div>
      {results.others.length > 0 && <Texts title={t('others')} texts={results.others} />}
      {results.topics.map((x) => (x.texts.length > 0 ? <Texts key={x.topic} title={x.topic} texts={x.texts} /> : null))}
    </>
  );
}

/** Told apart without colour too. */
const fills = {
  solid: '#0072B2',
  striped: 'repeating-linear-gradient(135deg, #8a5a00 0 3px, #ffffff 3px 6px)',
} as const;

function Bar({ n, most, pattern, label }: { n: number; most: number; pattern: 'solid' | 'striped'; label: string }) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="h-4 grow">
        <span
          hidden={n === 0}
          className="block h-full border border-solid-gray-700 forced-color-adjust-none"
          style={{ width: `${(n / most) * 100}%`, background: fills[pattern] }}
        />
      </span>
      <span className="w-20 shrink-0 text-right tabular-nums">{label}</span>
    </span>
  );
}

function Texts({ title, texts }: { title: string; texts: readonly string[] }) {
  return (
    <div>
      <h3 className="mb-2 text-[1.125rem] font-bold">{title}</h3>
      <ul className="flex list-disc flex-col gap-1 pl-6">
        {texts.map((text) => (
          <li key={text} className="whitespace-pre-line">
            {text}
          </li>
        ))}
      </ul>
    </div>
  );
}
