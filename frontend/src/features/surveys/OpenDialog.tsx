import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AgencySummary, listAgencies, openSurvey, type Survey } from '@/api/generated';
import { Checkbox, ProblemPanel, Skeleton } from '@/components/ui';
import { faulty, ready, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { surveyTag, useSurveyDone } from './SurveyPage';

/** Whom to ask: all agencies of the directory, to be unticked. */
export function OpenDialog({ survey, onClose }: { survey: Survey; onClose: () => void }) {
  const t = useTranslations('surveys.open');
  const done = useSurveyDone(survey, onClose);
  const agencies = useQuery({
    queryKey: [{ _id: 'surveyAgencies', tags: ['agency'] }],
    queryFn: ({ signal }) => everyAgency(signal),
  });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = (agencies.data ?? []).filter((a) => !left.has(a.id));
  const verb = useVerb({
    read: () =>
      chosen.length > 0 ? ready({ agencyIds: chosen.map((a) => a.id) }) : faulty({ agencyIds: t('missing') }),
    send: async (body, headers) =>
      (
        await openSurvey({
          path: { surveyId: survey.id },
          body,
          headers: { ...headers, ...surveyTag(survey) },
          throwOnError: true,
        })
      ).data,
    done: () => done(t('done')),
  });
  const turn = (id: string, on: boolean) => {
    const next = new Set(left);
    if (on) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit', { count: chosen.length })}
      icon={Send}
      verb={verb}
      onClose={onClose}
      size="lg"
    >
      {agencies.isPending && <Skeleton lines={6} />}
      {agencies.isError && <ProblemPanel error={agencies.error} level={3} onRetry={() => void agencies.refetch()} />}
      {agencies.data && (
        <fieldset>
          <legend className="mb-3 font-bold">{t('agencies', { count: agencies.data.length })}</legend>
          <Checkbox
            label={t('all')}
            checked={left.size === 0}
            onChange={(e) => setLeft(e.currentTarget.checked ? new Set() : new Set(agencies.data.map((a) => a.id)))}
          />
          <div className="mt-2 grid gap-x-6 sm:grid-cols-2">
            {agencies.data.map((a) => (
              <Checkbox
                key={a.id}
                label={a.name}
                checked={!left.has(a.id)}
                onChange={(e) => turn(a.id, e.currentTarget.checked)}
              />
            ))}
          </div>
          {verb.faults.agencyIds && <p className="mt-2 text-error-2">{verb.faults.agencyIds}</p>}
        </fieldset>
      )}
    </VerbDialog>
  );
}

async function everyAgency(signal: AbortSignal): Promise<AgencySummary[]> {
  const all: AgencySummary[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await listAgencies({ query: { limit: 200, cursor }, signal, throwOnError: true });
    all.push(...data.items);
    cursor = data.nextCursor;
  } while (cursor);
  return all;
}
