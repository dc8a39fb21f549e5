import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BellRing, Lock, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { closeSurvey, remindSurvey, type Survey } from '@/api/generated';
import { getSurveyOptions, getSurveyQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { Button, PageHeader, ProblemPanel, Skeleton, useToast } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { ready, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { DraftForm } from './DraftForm';
import { Invitations } from './Invitations';
import { OpenDialog } from './OpenDialog';
import { Results } from './Results';
import { SurveyState } from './SurveysPage';

/** One survey: written, sent, answered, counted. */
export function SurveyPage({ surveyId }: { surveyId: string }) {
  const survey = useQuery(getSurveyOptions({ path: { surveyId } }));
  if (survey.isPending) return <Skeleton lines={8} />;
  if (survey.isError && !survey.data)
    return <ProblemPanel error={survey.error} onRetry={() => void survey.refetch()} />;
  return <Loaded key={survey.data.version} survey={survey.data} />;
}

type Dialog = 'open' | 'remind' | 'close';
const icons = { open: Send, remind: BellRing, close: Lock } as const;

function Loaded({ survey }: { survey: Survey }) {
  const t = useTranslations('surveys');
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const verbs = (['open', 'remind', 'close'] as const).filter((v) => survey.actions.includes(v));
  return (
    <>
      <PageHeader
        title={survey.title}
        documentTitle={survey.title}
        actions={verbs.map((v, i) => (
          <Button key={v} icon={icons[v]} variant={i === 0 ? 'solid' : 'outline'} onClick={() => setDialog(v)}>
            {t(`verb.${v}`)}
          </Button>
        ))}
      >
        <span className="flex flex-wrap items-center gap-3">
          <SurveyState survey={survey} />
          <span>{t('until', { date: formatWareki(survey.closesOn) })}</span>
          {survey.state !== 'draft' && (
            <span>{t('answeredOf', { answered: survey.answered, invited: survey.invited })}</span>
          )}
        </span>
      </PageHeader>
      <div className="flex flex-col gap-10">
        {survey.actions.includes('edit') && <DraftForm survey={survey} />}
        {survey.state !== 'draft' && <Results survey={survey} />}
        {survey.state !== 'draft' && <Invitations survey={survey} />}
      </div>
      {dialog === 'open' && <OpenDialog survey={survey} onClose={close} />}
      {(dialog === 'remind' || dialog === 'close') && <Confirm survey={survey} verb={dialog} onClose={close} />}
    </>
  );
}

/** Reads the survey again after a verb. */
export function useSurveyDone(survey: Survey, onClose: () => void): (text: string) => void {
  const queries = useQueryClient();
  const toast = useToast();
  return (text) => {
    void queries.invalidateQueries({ queryKey: getSurveyQueryKey({ path: { surveyId: survey.id } }) });
    toast(text);
    onClose();
  };
}

export const surveyTag = (survey: Survey) => ({ 'If-Match': `"${survey.version}"` });

function Confirm({ survey, verb: what, onClose }: { survey: Survey; verb: 'remind' | 'close'; onClose: () => void }) {
  const t = useTranslations('surveys.confirm');
  const done = useSurveyDone(survey, onClose);
  const send = what === 'remind' ? remindSurvey : closeSurvey;
  const verb = useVerb({
    read: () => ready({}),
    send: async (_, headers) =>
      (await send({ path: { surveyId: survey.id }, headers: { ...headers, ...surveyTag(survey) }, throwOnError: true }))
        .data,
    done: () => done(t(`${what}Done`)),
  });
  return (
    <VerbDialog
      title={t(`${what}Title`)}
      lead={<p>{t(`${what}Lead`)}</p>}
      submit={t(`${what}Submit`)}
      icon={icons[what]}
      verb={verb}
      onClose={onClose}
    />
  );
}
