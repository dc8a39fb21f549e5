import './plan.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { Plan } from '@/api/generated';
import { getPlanOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useMe } from '@/app/session';
import { PrintPage } from '@/components/print';
import { ProblemPanel, Skeleton } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { usePrintGround } from '../disclosures';
import { inForce, memberOf, WHEELS, whoOf } from './usePlan';

/** The plan in force on A4; it stands in the ledger to whom it goes and why before it is printed. */
export function PlanPrintPage({ planId }: { planId: string }) {
  const t = useTranslations('plans.print_');
  const me = useMe();
  const found = useQuery(getPlanOptions({ path: { planId } }));
  const plan = found.data;
  const printing = usePrintGround(plan ? { caseId: plan.caseId, parts: ['notes'], guarded: false } : undefined);
  return (
    <PrintPage
      documentTitle={t('title')}
      backTo={plan ? `/cases/${plan.caseId}` : '/cases'}
      ready={plan !== undefined}
      foot={t('foot', { agency: me.agency.name })}
      number={plan?.caseNumber ?? ''}
      locked={printing.locked}
      onPrint={printing.onPrint}
      onPrinted={printing.onPrinted}
      tools={printing.dialog}
    >
      {found.isError ? (
        <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : plan ? (
        <Paper plan={plan} />
      ) : (
        <Skeleton lines={12} />
      )}
    </PrintPage>
  );
}

function Paper({ plan: p }: { plan: Plan }) {
  const t = useTranslations('plans.print_');
  const words = useTranslations('plans');
  const f = useTranslations('plans.field');
  const v = inForce(p);
  const k = v?.content ?? p.content;
  return (
    <article className="plan-paper">
      <h1>{t('title')}</h1>
      <table>
        <tbody>
          <tr>
            <th scope="row">{t('name')}</th>
            <td>{p.subjectName}</td>
            <th scope="row">{t('number')}</th>
            <td>{v ? words('version', { number: v.number }) : words('draftOf', { number: p.number })}</td>
          </tr>
          <tr>
            <th scope="row">{t('agreed')}</th>
            <td>{v && formatWareki(v.agreement.agreedOn)}</td>
            <th scope="row">{f('reviewOn')}</th>
            <td>{p.reviewOn && formatWareki(p.reviewOn)}</td>
          </tr>
          <tr>
            <th scope="row">{t('where')}</th>
            <td colSpan={3}>{v?.agreement.conferenceName ?? v?.agreement.reason}</td>
          </tr>
        </tbody>
      </table>
      <h2>{t('part1')}</h2>
      <p className="wish">{k.wish}</p>
      <p style={{ whiteSpace: 'pre-wrap', marginTop: '2mm' }}>{k.issues}</p>
      <h2>{t('part2')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('wheel')}</th>
            <th scope="col">{t('goal')}</th>
            <th scope="col">{t('criteria')}</th>
            <th scope="col">{t('by')}</th>
          </tr>
        </thead>
        <tbody>
          {WHEELS.flatMap((wheel) =>
            (k.goals ?? [])
              .filter((g) => g.wheel === wheel)
              .map((g) => (
                <tr key={g.id}>
                  <td>{words(`wheel.${wheel}`)}</td>
                  <td>{[g.text, memberOf(p, g.memberId)].filter(Boolean).join('\n')}</td>
                  <td>{g.criteria}</td>
                  <td>{g.by && formatWareki(g.by)}</td>
                </tr>
              )),
          )}
        </tbody>
      </table>
      {k.wheelNote && <p>{k.wheelNote}</p>}
      <h2>{t('part3')}</h2>
      <table>
        <tbody>
          {(k.supports ?? []).map((s) => (
            <tr key={s.id}>
              <td>{s.kind}</td>
              <td>{s.text}</td>
              <td>{whoOf(p, s)}</td>
              <td>{s.howOften}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {k.cautions && <p style={{ whiteSpace: 'pre-wrap', marginTop: '2mm' }}>{k.cautions}</p>}
      <h2>{t('part4')}</h2>
      <table>
        <tbody>
          {(k.roles ?? []).map((r) => (
            <tr key={r.id}>
              <th scope="row">{whoOf(p, r)}</th>
              <td>{r.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{t('part5')}</h2>
      <p style={{ whiteSpace: 'pre-wrap' }}>{k.coordination}</p>
    </article>
  );
}
