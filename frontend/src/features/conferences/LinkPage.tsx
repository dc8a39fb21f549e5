import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AnswerPage, answerByLink, getAnswerPage, respondByLink } from '@/api/generated';
import { LinkProblem } from '@/app/LinkProblem';
import { PlainFrame } from '@/app/PlainFrame';
import { Card, NoticeBanner, Skeleton } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { AnswerForm, ReplyForm } from './AnswerForm';
import { spanText } from './times';

/** The page behind a mail's link, without an account: one's own answer to one conference, and nothing of a case. */
export function LinkPage({ token }: { token: string }) {
  const t = useTranslations('conferences.link');
  const app = useTranslations('app');
  const [page, setPage] = useState<AnswerPage>();
  const [problem, setProblem] = useState<unknown>();
  const headers = { 'X-Link-Token': token };
  useEffect(() => {
    document.title = `${t('title')} | ${app('name')}`;
  }, [t, app]);
  useEffect(() => {
    getAnswerPage({ headers: { 'X-Link-Token': token }, throwOnError: true })
      .then(({ data }) => setPage(data))
      .catch(setProblem);
  }, [token]);
  return (
    <PlainFrame>
      {page ? (
        <Loaded page={page} headers={headers} onPage={setPage} />
      ) : problem ? (
        <LinkProblem problem={problem} title={t('title')} />
      ) : (
        <>
          <h1 className="text-std-28B-150">{t('loading')}</h1>
          <Skeleton lines={5} className="mt-6" />
        </>
      )}
    </PlainFrame>
  );
}

interface LoadedProps {
  page: AnswerPage;
  headers: { 'X-Link-Token': string };
  onPage: (page: AnswerPage) => void;
}

function Loaded({ page, headers, onPage }: LoadedProps) {
  const t = useTranslations('conferences.link');
  const words = useTranslations('conferences');
  const [done, setDone] = useState<string>();
  const keep = (data: AnswerPage) => {
    onPage(data);
    return data;
  };
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="text-std-28B-150">{page.title}</h1>
        {page.name && <p className="mt-2">{t('hello', { name: page.name })}</p>}
        <p className="mt-1 text-solid-gray-700">{t('from', { organizer: page.organizer })}</p>
      </div>
      {done && <NoticeBanner tone="success" live title={done} />}
      {page.state === 'cancelled' && <NoticeBanner tone="warning" title={words('page.cancelled')} />}
      {page.startsAt && page.endsAt && (
        <Card title={t('scheduled')}>
          <p className="text-std-18B-160">{spanText(page.startsAt, page.endsAt)}</p>
          <p className="mt-1">{[page.roomName, page.place].filter(Boolean).join('　')}</p>
          {page.url && (
            <a href={page.url} rel="noreferrer" className="break-all text-key-900 underline">
              {page.url}
            </a>
          )}
        </Card>
      )}
      {page.mayAnswer && (
        <Card title={words('answer.title')}>
          <p className="text-solid-gray-700">{words('answer.lead')}</p>
          <p className="mt-1 mb-3 font-bold">
            {words('page.pollUntil')}: {formatInstant(page.pollUntil)}
          </p>
          <AnswerForm
            slots={page.slots}
            answers={page.answers}
            answeredAt={page.answeredAt}
            send={async (body) => keep((await answerByLink({ body, headers, throwOnError: true })).data)}
            onDone={() => setDone(words('answer.done'))}
          />
        </Card>
      )}
      {page.mayRespond && (
        <Card title={words('reply.title')}>
          <ReplyForm
            reply={page.reply}
            replyName={page.replyName}
            replyNote={page.replyNote}
            send={async (body) => keep((await respondByLink({ body, headers, throwOnError: true })).data)}
            onDone={() => setDone(words('reply.done'))}
          />
        </Card>
      )}
      {!page.mayAnswer && !page.mayRespond && page.state !== 'cancelled' && <p>{t('nothing')}</p>}
      <p className="text-[0.9375rem] text-solid-gray-700">{t('private')}</p>
    </div>
  );
}
