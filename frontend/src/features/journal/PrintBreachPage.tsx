import './breach.css';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { type BreachQuestion, type BreachReport, draftBreachReport } from '@/api/generated';
import { PrintPage } from '@/components/print';
import { ProblemPanel, Skeleton } from '@/components/ui';
import { dateOfInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';
import { moment } from './dates';
import { Deeds } from './ViewerTable';

/** The nine things a report holds (個人情報保護法施行規則); the system knows three of them, people write the others. */
export function PrintBreachPage({ question }: { question: BreachQuestion | undefined }) {
  const t = useTranslations('journal.breach');
  const found = useQuery({
    queryKey: [{ _id: 'draftBreachReport', question }],
    queryFn: async ({ signal }) => {
      const { data } = await draftBreachReport({ body: question as BreachQuestion, signal, throwOnError: true });
      return data;
    },
    enabled: question !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const today = formatWareki(dateOfInstant(new Date()));
  return (
    <PrintPage
      documentTitle={t('title')}
      backTo="/journal/breach"
      ready={found.isSuccess}
      head={t('paperHead')}
      foot={t('paperFoot', { date: today })}
    >
      <h1 className="print-title">{t('paperTitle')}</h1>
      <p className="mb-[4mm]">{t('paperLead', { date: today })}</p>
      {!question && <p>{t('startOver')}</p>}
      {question && found.isPending && <Skeleton lines={10} />}
      {found.isError && <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />}
      {question && found.data && <Paper question={question} report={found.data} />}
    </PrintPage>
  );
}

function Paper({ question, report }: { question: BreachQuestion; report: BreachReport }) {
  const t = useTranslations('journal.breach');
  const numbers = report.cases.map((c) => c.number).join('、');
  const lastDay = new Date(Date.parse(question.to) - 1).toISOString();
  return (
    <>
      <section className="print-keep mb-[4mm] border-2 border-black p-[3mm]">
        <h2>{t('due')}</h2>
        <dl className="breach-due">
          <dt>{t('knownOn')}</dt>
          <dd>{formatWareki(report.knownOn)}</dd>
          <dt>{t('prompt')}</dt>
          <dd>{t('promptBetween', { from: formatWareki(report.promptFrom), to: formatWareki(report.promptUntil) })}</dd>
          <dt>{t('final')}</dt>
          <dd>{t('finalBy', { date: formatWareki(report.finalUntil) })}</dd>
          <dt>{t('why')}</dt>
          <dd>
            {report.reasons.length === 0 ? t('whyNone') : report.reasons.map((r) => t(`reasons.${r}`)).join('、')}
          </dd>
        </dl>
      </section>
      <Item number={1} title={t('items.outline')}>
        <p>
          {t('span', { from: formatWareki(dateOfInstant(question.from)), to: formatWareki(dateOfInstant(lastDay)) })}
        </p>
        <p>
          {t('casesCount', { count: report.caseCount })}
          {numbers && `（${numbers}${report.caseCount > report.cases.length ? t('andMore') : ''}）`}
        </p>
        <Blank label={t('items.outline')} />
      </Item>
      <Item number={2} title={t('items.data')}>
        <p>{t('dataAlways')}</p>
        <p>
          {t('sensitive')}
          {report.sensitive.length === 0 ? t('sensitiveNone') : report.sensitive.map((k) => t(`kinds.${k}`)).join('、')}
        </p>
        <p>{t('sensitiveNote')}</p>
      </Item>
      <Item number={3} title={t('items.persons')}>
        <p>{t('persons', { count: report.persons })}</p>
      </Item>
      {(['cause', 'harm', 'towardPersons', 'publication', 'prevention', 'other'] as const).map((item, i) => (
        <Item key={item} number={i + 4} title={t(`items.${item}`)}>
          <Blank label={t(`items.${item}`)} />
        </Item>
      ))}
      <section className="mt-[6mm]">
        <h2>{t('annex')}</h2>
        {report.viewers.length === 0 ? <p>{t('annexNone')}</p> : <Annex report={report} />}
      </section>
    </>
  );
}

function Item({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section className="print-keep mb-[4mm]">
      <h2>
        {number}. {title}
      </h2>
      {children}
    </section>
  );
}

/** Written on screen before printing, or by hand after. It is not kept: the report is handed in elsewhere. */
function Blank({ label }: { label: string }) {
  return <textarea aria-label={label} className="breach-blank" rows={3} maxLength={4000} />;
}

function Annex({ report }: { report: BreachReport }) {
  const t = useTranslations('journal');
  return (
    <table>
      <caption className="visually-hidden">{t('breach.annex')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('who')}</th>
          <th scope="col">{t('what')}</th>
          <th scope="col">{t('first')}</th>
          <th scope="col">{t('last')}</th>
        </tr>
      </thead>
      <tbody>
        {report.viewers.map((v) => (
          <tr key={`${v.account.id} ${v.agency?.id}`}>
            <th scope="row">
              {v.account.name}
              <br />
              {v.agency?.name}
            </th>
            <td>
              <Deeds viewer={v} all />
            </td>
            <td>{moment(v.firstAt)}</td>
            <td>{moment(v.lastAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
