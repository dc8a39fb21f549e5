import './record.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { ConsentStep, Disclosure, PersonRecord, RecordEntry, RecordLine } from '@/api/generated';
import { getPersonRecordOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useMe } from '@/app/session';
import { PrintPage } from '@/components/print';
import { ProblemPanel, Skeleton } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { longMoment, shortMoment } from '../cases/dates';
import { useScopeText } from '../consents/marks';
import { usePrintGround } from './usePrintGround';

/** 保有個人情報の記録: everything held on a person and everyone who received it, for a 開示請求. */
export function PersonRecordPage({ personId }: { personId: string }) {
  const t = useTranslations('disclosures.record');
  const me = useMe();
  const found = useQuery(getPersonRecordOptions({ path: { personId } }));
  const newest = found.data?.cases[0];
  const printing = usePrintGround(newest && { caseId: newest.id, parts: ['sheet', 'notes'] as const }, t('requester'));
  return (
    <PrintPage
      documentTitle={t('title')}
      backTo={newest ? `/cases/${newest.id}?tab=sharing` : '/cases'}
      ready={found.data !== undefined}
      foot={t('foot', { agency: me.agency.name })}
      number={newest?.number}
      locked={printing.locked}
      onPrint={printing.onPrint}
      onPrinted={printing.onPrinted}
      tools={printing.dialog}
    >
      {found.data ? (
        <Paper record={found.data} />
      ) : found.isError ? (
        <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Skeleton lines={12} />
      )}
    </PrintPage>
  );
}

function Paper({ record }: { record: PersonRecord }) {
  const t = useTranslations('disclosures.record');
  const { person } = record;
  return (
    <>
      <h1>{t('title')}</h1>
      <p>
        {t('of', {
          name: person.name || t('noName'),
          relation: person.subject ? t('subject') : (person.relation ?? ''),
        })}
      </p>
      <p>{t('madeAt', { at: longMoment(record.madeAt) })}</p>
      <p>
        {record.cases
          .map((c) => t('case', { number: c.number, opened: longMoment(c.openedAt), lead: c.lead.name }))
          .join('　')}
      </p>
      <p className="mt-[3mm]">
        <span className="third-party">{t('thirdParty')}</span>
        {`　${t('thirdPartyWhy')}`}
      </p>
      <h2 className="mt-[5mm]">{t('held')}</h2>
      {record.entries.map((e, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id of their own and stand in a fixed order
        <Entry key={i} entry={e} />
      ))}
      <h2 className="mt-[5mm]">{t('consents')}</h2>
      <Consents steps={record.consents} />
      <h2 className="mt-[5mm]">{t('received')}</h2>
      <Received rows={record.received} />
      <p className="mt-[3mm]">{t('holders', { agencies: record.holders.map((a) => a.name).join('、') })}</p>
    </>
  );
}

function Entry({ entry: e }: { entry: RecordEntry }) {
  const t = useTranslations('disclosures.record');
  const who = [e.agency?.name, e.by?.name].filter(Boolean).join('　');
  return (
    <section className="mt-[3mm]">
      <h3>{t('entry', { kind: t(`kind.${e.kind}`, { number: e.sheetNumber ?? 1 }), at: longMoment(e.at), who })}</h3>
      <table>
        <tbody>
          {e.lines.map((l, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines stand in a fixed order
            <tr key={i}>
              <th scope="row" className="w-[42mm] font-normal">
                {l.label}
              </th>
              <td>
                <Line line={l} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ line }: { line: RecordLine }) {
  const t = useTranslations('disclosures.record');
  return (
    <span className="whitespace-pre-wrap">
      {line.passages.map((p, i) =>
        p.thirdParty ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: passages stand in a fixed order
          <mark key={i} className="third-party">
            <span className="visually-hidden">{t('thirdParty')}</span>
            {p.text}
          </mark>
        ) : (
          p.text
        ),
      )}
    </span>
  );
}

function Consents({ steps }: { steps: readonly ConsentStep[] }) {
  const t = useTranslations('disclosures.record');
  const states = useTranslations('codes.consent');
  const methods = useTranslations('consents.method');
  const scope = useScopeText();
  if (steps.length === 0) return <p>{t('noConsents')}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th>{t('on')}</th>
          <th>{t('state')}</th>
          <th>{t('details')}</th>
          <th>{t('recordedBy')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((s) => (
          <tr key={s.id}>
            <td>{formatWareki(s.recordedOn)}</td>
            <td>{states(s.state)}</td>
            <td>{[s.method && methods(s.method), scope(s), s.explainedBy, s.note].filter(Boolean).join('　')}</td>
            <td>
              {s.agency.name}　{s.by.name}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Received({ rows }: { rows: readonly Disclosure[] }) {
  const t = useTranslations('disclosures.record');
  const ledger = useTranslations('disclosures');
  if (rows.length === 0) return <p>{t('noReceived')}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th>{ledger('at')}</th>
          <th>{ledger('to')}</th>
          <th>{ledger('what')}</th>
          <th>{ledger('groundHead')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((d) => (
          <tr key={d.id}>
            <td>{shortMoment(d.at)}</td>
            <td>{d.to?.name ?? d.toName}</td>
            <td>
              {ledger(`kind.${d.kind}`)}
              {'　'}
              {d.parts.map((p) => ledger(p === 'sheet' ? 'sheet' : 'notes', { number: d.sheetNumber ?? 1 })).join('、')}
            </td>
            <td>{[d.ground?.label, d.groundNote, d.conditions].filter(Boolean).join('　')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
