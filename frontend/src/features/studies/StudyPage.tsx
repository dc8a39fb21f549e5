import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { BookCheck, Send, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Study } from '@/api/generated';
import { getStudyOptions, getStudyQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { Button, NoticeBanner, PageHeader, ProblemPanel, Skeleton, TextLink, useToast } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { elapsed } from './elapsed';
import { StudyCodes, StudyStateBadge } from './marks';
import { StudyForm } from './StudyForm';
import { SendBackDialog, StudyVerbDialog } from './StudyVerbs';

/** One study: written by its author, read by a second person, then by everybody. */
export function StudyPage({ studyId }: { studyId: string }) {
  const study = useQuery(getStudyOptions({ path: { studyId } }));
  if (study.isPending) return <Skeleton lines={8} />;
  if (study.isError && !study.data) return <ProblemPanel error={study.error} onRetry={() => void study.refetch()} />;
  return <Loaded key={study.data.state} study={study.data} />;
}

type StudyVerb = 'submit' | 'approve' | 'send_back' | 'withdraw';
const icons = { submit: Send, approve: BookCheck, send_back: Undo2, withdraw: Undo2 } as const;

function Loaded({ study }: { study: Study }) {
  const t = useTranslations('studies');
  const [dialog, setDialog] = useState<StudyVerb>();
  const [changed, setChanged] = useState(false);
  const close = () => setDialog(undefined);
  const edits = study.actions.includes('edit');
  const verbs = (['submit', 'approve', 'send_back', 'withdraw'] as const).filter((v) => study.actions.includes(v));
  return (
    <div className="max-w-4xl">
      <PageHeader
        title={study.title || t('untitled')}
        documentTitle={study.title || t('untitled')}
        actions={verbs.map((v) => (
          <Button
            key={v}
            icon={icons[v]}
            variant={v === 'submit' || v === 'approve' ? 'solid' : 'outline'}
            disabled={v === 'submit' && changed}
            onClick={() => setDialog(v)}
          >
            {t(`verb.${v}`)}
          </Button>
        ))}
      >
        <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <StudyStateBadge state={study.state} />
          {study.author && <span>{t('writtenBy', { name: study.author.name })}</span>}
          {study.publishedAt && <span>{t('publishedOn', { date: formatInstant(study.publishedAt, 'date') })}</span>}
          {study.caseId && (
            <TextLink to="/cases/$caseId" params={{ caseId: study.caseId }}>
              {t('toCase')}
            </TextLink>
          )}
        </span>
      </PageHeader>
      <div className="flex flex-col gap-8">
        <Remarks study={study} />
        {edits ? <StudyForm study={study} onChanged={setChanged} /> : <StudyText study={study} />}
        <p>
          <TextLink to="/studies">{t('toLibrary')}</TextLink>
        </p>
      </div>
      {dialog === 'send_back' && <SendBackDialog study={study} onClose={close} />}
      {dialog && dialog !== 'send_back' && <StudyVerbDialog study={study} verb={dialog} onClose={close} />}
    </div>
  );
}

/** Why it came back, newest last; the author corrects it with this before the eyes. */
function Remarks({ study }: { study: Study }) {
  const t = useTranslations('studies');
  if (!study.remarks || study.remarks.length === 0) return null;
  return (
    <NoticeBanner tone={study.state === 'draft' ? 'warning' : 'info'} title={t('remarks')}>
      <ul className="flex flex-col gap-3">
        {study.remarks.map((r) => (
          <li key={r.at}>
            <p className="whitespace-pre-wrap">{r.text}</p>
            <p className="text-[0.875rem]">
              {r.by.name}　{formatInstant(r.at)}
            </p>
          </li>
        ))}
      </ul>
    </NoticeBanner>
  );
}

function StudyText({ study }: { study: Study }) {
  const t = useTranslations('studies');
  if (study.state === 'withdrawn' && !study.title) return <p>{t('emptied')}</p>;
  return (
    <article className="flex flex-col gap-7">
      <div className="flex flex-wrap gap-x-4 gap-y-2">
        <StudyCodes issues={study.issues} features={study.features} />
      </div>
      <Part title={t('household')} text={study.household} />
      {study.course.length > 0 && (
        <section aria-labelledby="course">
          <h2 id="course" className="mb-3 text-[1.25rem] font-bold">
            {t('course')}
          </h2>
          <ol className="border-l-2 border-key-200 pl-5">
            {study.course.map((step, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a text have no other name and are not moved here
              <li key={i} className="relative pb-5 last:pb-0">
                <span aria-hidden className="absolute top-2 -left-[1.625rem] size-2.5 rounded-full bg-key-900" />
                <p className="text-[0.9375rem] font-bold text-solid-gray-700">
                  <Elapsed days={step.afterDays} />
                </p>
                <p className="whitespace-pre-wrap">{step.text}</p>
              </li>
            ))}
          </ol>
        </section>
      )}
      <Part title={t('decided')} text={study.decided} />
      <Part title={t('learned')} text={study.learned} />
    </article>
  );
}

function Part({ title, text }: { title: string; text: string }) {
  if (!text) return null;
  return (
    <section>
      <h2 className="mb-2 text-[1.25rem] font-bold">{title}</h2>
      <p className="whitespace-pre-wrap">{text}</p>
    </section>
  );
}

function Elapsed({ days }: { days: number }) {
  const t = useTranslations('studies.elapsed');
  const { unit, n } = elapsed(days);
  return <>{t(unit, { n })}</>;
}

/** The lists of studies are asked for again when they are next seen. */
export function refreshShelves(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: [{ _id: 'listStudies' }] });
}

/** Shows the study as the server has it now. */
export function useStudyDone(study: Study): (now: Study, text: string) => void {
  const queries = useQueryClient();
  const toast = useToast();
  return (now, text) => {
    queries.setQueryData(getStudyQueryKey({ path: { studyId: study.id } }), now);
    refreshShelves(queries);
    toast(text);
  };
}
