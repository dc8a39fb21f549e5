import './certificate.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type Disposal, getDisposal } from '@/api/generated';
import { PrintPage } from '@/components/print';
import { ProblemPanel, Skeleton } from '@/components/ui';
import { dateOfInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';
import { longMoment } from '../cases/dates';

/** 廃棄証明: what was destroyed, by whose decision, and when; before that, the list of what is proposed. */
export function PrintDisposalPage({ disposalId }: { disposalId: string }) {
  const t = useTranslations('retention.certificate');
  const found = useQuery({
    queryKey: [{ _id: 'getDisposal', tags: ['case'], path: { disposalId } }],
    queryFn: async ({ signal }) => (await getDisposal({ path: { disposalId }, signal, throwOnError: true })).data,
  });
  const d = found.data;
  const title = d?.state === 'erased' ? t('title') : t('titleBefore');
  return (
    <PrintPage
      documentTitle={title}
      backTo="/retention"
      ready={found.isSuccess}
      head={t('head')}
      foot={t('foot', { date: formatWareki(dateOfInstant(new Date())) })}
    >
      <h1 className="print-title">{title}</h1>
      {found.isPending && <Skeleton lines={10} />}
      {found.isError && <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />}
      {d && <Paper of={d} />}
    </PrintPage>
  );
}

function Paper({ of: d }: { of: Disposal }) {
  const t = useTranslations('retention.certificate');
  const skipped = useTranslations('retention.skipped');
  const rows = d.items.flatMap((i) => i.counts).reduce((sum, c) => sum + c.rows, 0);
  const files = d.items
    .flatMap((i) => i.counts)
    .filter((c) => c.table === 'files')
    .reduce((sum, c) => sum + c.rows, 0);
  return (
    <>
      <p className="mb-[4mm]">{d.state === 'erased' ? t('lead') : t('leadBefore')}</p>
      <dl className="certificate-facts">
        <dt>{t('number')}</dt>
        <dd>{t('numberOf', { number: d.number })}</dd>
        <dt>{t('class')}</dt>
        <dd>{t('classOf', { count: d.state === 'erased' ? d.erased : d.cases })}</dd>
        {d.state === 'erased' && (
          <>
            <dt>{t('counts')}</dt>
            <dd>{t('countsOf', { rows, files })}</dd>
          </>
        )}
        <dt>{t('proposed')}</dt>
        <dd>{t('by', { at: longMoment(d.proposedAt), name: d.proposedBy.name })}</dd>
        <dt>{t('approved')}</dt>
        <dd>
          {d.approvedAt && d.approvedBy
            ? t('by', { at: longMoment(d.approvedAt), name: d.approvedBy.name })
            : t('notYet')}
        </dd>
        <dt>{t('carriedOut')}</dt>
        <dd>{d.state === 'erased' && d.endedAt ? longMoment(d.endedAt) : t('notYet')}</dd>
        {d.note && (
          <>
            <dt>{t('note')}</dt>
            <dd className="whitespace-pre-wrap">{d.note}</dd>
          </>
        )}
      </dl>
      <table className="certificate-list">
        <thead>
          <tr>
            <th scope="col">{t('case')}</th>
            <th scope="col">{t('closedOn')}</th>
            <th scope="col">{t('dueOn')}</th>
            <th scope="col">{t('became')}</th>
            <th scope="col">{t('hash')}</th>
          </tr>
        </thead>
        <tbody>
          {d.items.map((i) => (
            <tr key={i.caseId}>
              <th scope="row">{i.number}</th>
              <td>{formatWareki(i.closedOn)}</td>
              <td>{formatWareki(i.dueOn)}</td>
              <td>{i.erasedAt ? t('erased') : i.skipped ? skipped(i.skipped) : t('notYet')}</td>
              <td className="certificate-hash">{i.hash ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-[4mm]">{t('stays')}</p>
    </>
  );
}
