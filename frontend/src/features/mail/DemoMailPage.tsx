import { useQuery } from '@tanstack/react-query';
import { CalendarDays, Mail, RefreshCw } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { DemoMail, DemoMailCalendar } from '@/api/generated';
import { listDemoMailsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';
import { Button, Card, Chip, DescriptionList, EmptyState, PageHeader, ProblemPanel, Skeleton } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { methodOf } from './words';

/** The mails of a demonstration, which reached nobody. */
export function DemoMailPage() {
  const t = useTranslations('mail.demo');
  const mails = useQuery({ ...listDemoMailsOptions(), refetchInterval: 10_000, retry: false });
  const elsewhere = mails.error instanceof ApiProblem && mails.error.status === 404;
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        actions={
          <Button variant="outline" icon={RefreshCw} busy={mails.isFetching} onClick={() => void mails.refetch()}>
            {t('again')}
          </Button>
        }
      >
        {t('lead')}
      </PageHeader>
      {mails.isPending && <Skeleton lines={6} />}
      {elsewhere && (
        <EmptyState icon={Mail} title={t('elsewhere')}>
          {t('elsewhereWhy')}
        </EmptyState>
      )}
      {mails.isError && !elsewhere && <ProblemPanel error={mails.error} onRetry={() => void mails.refetch()} />}
      {mails.data?.items.length === 0 && (
        <EmptyState icon={Mail} title={t('none')}>
          {t('noneWhy')}
        </EmptyState>
      )}
      {mails.data && mails.data.items.length > 0 && (
        <>
          <p aria-live="polite" className="mb-3">
            {t('count', { count: mails.data.items.length })}
          </p>
          <ul aria-label={t('title')} className="flex flex-col gap-4">
            {mails.data.items.map((m) => (
              <li key={m.number}>
                <One mail={m} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function One({ mail }: { mail: DemoMail }) {
  const t = useTranslations('mail.demo');
  return (
    <Card title={mail.subject}>
      <p className="text-[0.9375rem] text-solid-gray-700">
        <time dateTime={mail.at}>{formatInstant(mail.at)}</time> ／ {t('to', { to: mail.to })}
      </p>
      <p className="mt-3 break-words whitespace-pre-wrap">
        <Linked text={mail.text} />
      </p>
      {mail.calendar && <Appointment calendar={mail.calendar} />}
    </Card>
  );
}

/** Addresses of this program open; nothing else becomes a link. */
function Linked({ text }: { text: string }) {
  return text.split(/(https?:\/\/[^\s]+)/).map((part, i) => {
    const path = ourPath(part);
    const key = i; // the parts of a text that never changes
    return path ? (
      <a key={key} href={path} className="text-blue-1000 underline underline-offset-[0.1875rem]">
        {part}
      </a>
    ) : (
      <span key={key}>{part}</span>
    );
  });
}

function ourPath(text: string): string | undefined {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.host === window.location.host || url.hostname === '127.0.0.1' || url.hostname === 'localhost'
    ? `${url.pathname}${url.search}${url.hash}`
    : undefined;
}

function Appointment({ calendar: c }: { calendar: DemoMailCalendar }) {
  const t = useTranslations('mail.demo');
  const until = c.end ? `〜${formatInstant(c.end, 'time')}` : '';
  return (
    <div className="mt-4 rounded-12 border border-solid-gray-300 bg-solid-gray-50 p-4">
      <p className="mb-2 flex flex-wrap items-center gap-2 font-bold">
        <CalendarDays aria-hidden size="1.25em" />
        {t('calendar')}
        <Chip tone={c.method === 'CANCEL' ? 'red' : 'blue'}>{t(`methods.${methodOf(c.method)}`)}</Chip>
      </p>
      <DescriptionList
        items={[
          { term: t('what'), value: c.summary },
          { term: t('when'), value: `${formatInstant(c.start)}${until}` },
          ...(c.location ? [{ term: t('where'), value: c.location }] : []),
          { term: t('sequence'), value: t('sequenceOf', { count: c.sequence }) },
        ]}
      />
    </div>
  );
}
