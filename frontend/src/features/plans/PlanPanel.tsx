import { useNavigate } from '@tanstack/react-router';
import { FilePen, GitCompare, Plus, Printer, Scale, Target, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { newIdempotencyKey } from '@/api/fetch';
import { type Case, draftPlan, makePlanPdf, type Plan } from '@/api/generated';
import { Button, Card, Chip, Disclosure, EmptyState, LinkButton, ProblemPanel, Skeleton } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { longMoment } from '../cases/dates';
import { PaperButton } from '../disclosures';
import { DiffDialog } from './DiffDialog';
import { EndPlanDialog, RevisePlanDialog } from './PlanDialogs';
import { PlanView } from './PlanView';
import { ReviewDialog } from './ReviewDialog';
import { ReviewItem } from './ReviewItem';
import { inForce, usePlans } from './usePlan';

/** 支援プラン on the page of a case. */
export function PlanPanel({ case: c }: { case: Case }) {
  const t = useTranslations('plans');
  const found = usePlans(c.id);
  const plan = found.data?.items[0];
  const live = plan && plan.state !== 'ended';
  return (
    <Card id="plan" title={t('title')} actions={live ? <PlanButtons plan={plan} /> : undefined}>
      {found.isPending && <Skeleton lines={6} />}
      {found.isError && !found.data && (
        <ProblemPanel error={found.error} onRetry={() => void found.refetch()} level={3} />
      )}
      {found.data && !live && (
        <EmptyState
          icon={Target}
          title={t(plan ? 'ended' : 'none')}
          action={found.data.actions.includes('draft') && <BeginButton caseId={c.id} />}
        >
          {t(plan ? 'endedWhy' : 'noneWhy')}
        </EmptyState>
      )}
      {plan && <Loaded plan={plan} />}
    </Card>
  );
}

function BeginButton({ caseId }: { caseId: string }) {
  const t = useTranslations('plans');
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const begin = async () => {
    setBusy(true);
    try {
      const { data } = await draftPlan({
        body: { caseId },
        headers: { 'Idempotency-Key': newIdempotencyKey() },
        throwOnError: true,
      });
      await navigate({ to: '/plans/$planId', params: { planId: data.id } });
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <>
      <Button icon={Plus} busy={busy} onClick={() => void begin()}>
        {t('begin')}
      </Button>
      {problem !== undefined && <ProblemPanel error={problem} level={3} />}
    </>
  );
}

function PlanButtons({ plan: p }: { plan: Plan }) {
  const t = useTranslations('plans');
  const [open, setOpen] = useState<'review' | 'revise' | 'end'>();
  const close = () => setOpen(undefined);
  const can = (action: string) => p.actions.includes(action);
  return (
    <div className="flex flex-wrap gap-2" data-no-print>
      {can('edit') && (
        <LinkButton size="sm" icon={FilePen} to="/plans/$planId" params={{ planId: p.id }}>
          {t('continue')}
        </LinkButton>
      )}
      {can('review') && (
        <Button size="sm" icon={Scale} onClick={() => setOpen('review')}>
          {t('review')}
        </Button>
      )}
      {can('revise') && (
        <Button size="sm" variant="outline" icon={FilePen} onClick={() => setOpen('revise')}>
          {t('revise')}
        </Button>
      )}
      {can('end') && (
        <Button size="sm" variant="text" icon={X} onClick={() => setOpen('end')}>
          {t('end')}
        </Button>
      )}
      {inForce(p) && (
        <>
          <LinkButton size="sm" variant="outline" icon={Printer} to="/print/plans/$planId" params={{ planId: p.id }}>
            {t('print')}
          </LinkButton>
          <PaperButton
            size="sm"
            thing={{ caseId: p.caseId, parts: ['notes'] }}
            name={t('pdfFile', { number: p.caseNumber })}
            make={(body) => makePlanPdf({ path: { planId: p.id }, body, parseAs: 'blob', throwOnError: true })}
          />
        </>
      )}
      {open === 'review' && <ReviewDialog plan={p} onClose={close} />}
      {open === 'revise' && <RevisePlanDialog plan={p} onClose={close} />}
      {open === 'end' && <EndPlanDialog plan={p} onClose={close} />}
    </div>
  );
}

function Loaded({ plan: p }: { plan: Plan }) {
  const t = useTranslations('plans');
  const [comparing, setComparing] = useState(false);
  const force = inForce(p);
  const drafted = p.state === 'draft';
  const last = p.reviews.at(-1);
  return (
    <div className="flex flex-col gap-5">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {force && (
          <Chip tone={p.state === 'ended' ? 'neutral' : 'green'}>{t('version', { number: force.number })}</Chip>
        )}
        {drafted && <Chip tone="yellow">{t('draftOf', { number: p.number })}</Chip>}
        {p.state === 'ended' && <Chip>{t('isEnded')}</Chip>}
        {force && <span>{t('agreedOn', { on: formatWareki(force.agreement.agreedOn) })}</span>}
        {p.reviewOn && p.state !== 'ended' && <span>{t('reviewOn', { on: formatWareki(p.reviewOn) })}</span>}
        {p.nextMonitoringOn && <span>{t('monitoringOn', { on: formatWareki(p.nextMonitoringOn) })}</span>}
      </p>
      {force ? (
        <PlanView plan={p} content={force.content} scores={last?.number === force.number ? last.scores : []} />
      ) : (
        <p className="text-solid-gray-700">{t('onlyDraft', { name: p.updatedBy.name, at: longMoment(p.updatedAt) })}</p>
      )}
      {p.reviews.length > 0 && (
        <Disclosure summary={t('reviews', { count: p.reviews.length })}>
          <ol className="flex flex-col gap-4">
            {p.reviews.toReversed().map((r) => (
              <ReviewItem key={r.id} plan={p} review={r} />
            ))}
          </ol>
        </Disclosure>
      )}
      {(p.versions.length > 1 || (drafted && force)) && (
        <div>
          <Button size="sm" variant="outline" icon={GitCompare} onClick={() => setComparing(true)}>
            {t('compare')}
          </Button>
        </div>
      )}
      {comparing && <DiffDialog plan={p} onClose={() => setComparing(false)} />}
    </div>
  );
}
