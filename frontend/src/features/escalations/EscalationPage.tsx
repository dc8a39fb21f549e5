import { useQuery } from '@tanstack/react-query';
import { ArrowRight, FileText } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Case, Escalation, Handoff } from '@/api/generated';
import { getCaseOptions, getEscalationOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';
import {
  BackLink,
  Card,
  Chip,
  DescriptionList,
  EmptyState,
  LinkButton,
  PageHeader,
  ProblemPanel,
  Skeleton,
} from '@/components/ui';
import { Callout } from '../cases/Callout';
import { longMoment } from '../cases/dates';
import { CaseStateBadge, DangerMark, DueMark, PingPongMark } from '../cases/marks';
import { labelOf, useReference } from '../cases/reference';
import { HandoffCard } from '../handoffs/HandoffCard';
import { HandoffStateBadge } from '../handoffs/marks';
import { ProtectionNotice } from '../protections';
import { ContactList } from './ContactList';
import { DeskActions } from './DeskActions';
import { EscalationChip } from './marks';

/** One escalation: what was asked, the case and how it went round, what was done about it, and what can be done now. */
export function EscalationPage({ escalationId }: { escalationId: string }) {
  const t = useTranslations('desk.page');
  const found = useQuery(getEscalationOptions({ path: { escalationId } }));
  const caseId = found.data?.caseId;
  const known = useQuery({ ...getCaseOptions({ path: { caseId: caseId ?? '' } }), enabled: caseId !== undefined });
  if (found.data) return <Loaded escalation={found.data} case={known.data} caseError={known.error} />;
  if (found.isPending) {
    return (
      <>
        <PageHeader title={t('loading')} documentTitle={t('loading')} />
        <Skeleton lines={8} className="max-w-3xl" />
      </>
    );
  }
  if (found.error instanceof ApiProblem && found.error.status === 404) {
    return (
      <>
        <PageHeader title={t('notFound')} documentTitle={t('notFound')} />
        <EmptyState title={t('notFound')} action={<LinkButton to="/escalations">{t('toList')}</LinkButton>}>
          {t('notFoundWhy')}
        </EmptyState>
      </>
    );
  }
  return <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />;
}

interface LoadedProps {
  escalation: Escalation;
  case: Case | undefined;
  caseError: unknown;
}

function Loaded({ escalation: e, case: c, caseError }: LoadedProps) {
  const t = useTranslations('desk.page');
  const reasons = useTranslations('codes.escalationReason');
  return (
    <>
      <PageHeader
        documentTitle={t('documentTitle', { number: e.caseNumber ?? t('informal') })}
        eyebrow={<BackLink to="/escalations">{t('toList')}</BackLink>}
        title={e.inquiry && !e.caseId ? t('informal') : reasons(e.reason)}
        meta={
          <>
            {e.caseNumber && <span className="mr-1 font-bold tabular-nums">{e.caseNumber}</span>}
            <EscalationChip escalation={e} />
            {c && <CaseStateBadge state={c.state} />}
            {c?.danger && <DangerMark />}
            {c?.pingPong && <PingPongMark />}
          </>
        }
        actions={<DeskActions escalation={e} case={c} />}
      />
      <div className="flex flex-col gap-5">
        {e.otherCase && (
          <Callout tone="warning" title={t('otherCase')}>
            {t('otherCaseWhy')}
          </Callout>
        )}
        {c && <ProtectionNotice case={c} />}
        <div className="grid gap-5 desk:grid-cols-2 desk:items-start">
          <div className="flex min-w-0 flex-col gap-5">
            <Asked escalation={e} />
            {e.caseId &&
              (c ? (
                <OfCase case={c} />
              ) : caseError ? (
                <ProblemPanel error={caseError} level={3} />
              ) : (
                <Skeleton lines={4} />
              ))}
          </div>
          <Card title={t('contacts', { count: e.contacts ?? 0 })}>
            <ContactList of={{ escalationId: e.id }} />
          </Card>
        </div>
        {c && <Chain case={c} />}
        {c && <Waiting case={c} />}
      </div>
    </>
  );
}

/** What was asked, by whom, and what became of it. */
function Asked({ escalation: e }: { escalation: Escalation }) {
  const t = useTranslations('desk.page');
  const channels = useTranslations('codes.channel');
  const classes = useTranslations('codes.escalationClass');
  const reasons = useTranslations('codes.escalationReason');
  const reference = useReference();
  const q = e.inquiry;
  const by = e.byClock ? t('byClock') : [e.agency?.name, q?.askedBy ?? e.openedBy?.name].filter(Boolean).join('　');
  const items = [
    { term: t('reason'), value: reasons(e.reason) },
    { term: t('by'), value: by },
    { term: t('openedAt'), value: longMoment(e.openedAt) },
    q && { term: t('channel'), value: channels(q.channel) + (q.minutes ? t('minutes', { minutes: q.minutes }) : '') },
    q &&
      q.issues.length > 0 && {
        term: t('issues'),
        value: q.issues.map((i) => labelOf(reference?.issueTypes, i)).join('、'),
      },
    e.text && { term: t('text'), value: <span className="whitespace-pre-wrap">{e.text}</span> },
    q?.answer && { term: t('answer'), value: <span className="whitespace-pre-wrap">{q.answer}</span> },
    { term: t('coordinator'), value: e.coordinator?.name ?? t('nobody') },
    e.state === 'received' && { term: t('dueAt'), value: <DueMark due={e.dueAt} exact /> },
    e.settledAt && {
      term: t('settledAt'),
      value: `${longMoment(e.settledAt)}${e.class ? `　${classes(e.class)}` : ''}`,
    },
    e.outcome &&
      e.outcome !== q?.answer && {
        term: t('outcome'),
        value: <span className="whitespace-pre-wrap">{e.outcome}</span>,
      },
  ].filter((x) => x !== undefined && x !== false && x !== '');
  return (
    <Card title={t('asked')}>
      <DescriptionList items={items} />
    </Card>
  );
}

function OfCase({ case: c }: { case: Case }) {
  const t = useTranslations('desk.page');
  return (
    <Card title={t('case')}>
      <DescriptionList
        items={[
          { term: t('subject'), value: c.subjectName ?? t('noName') },
          { term: t('lead'), value: <strong>{c.lead.name}</strong> },
          {
            term: t('supporting'),
            value:
              c.supporting
                .filter((s) => !s.until)
                .map((s) => s.agency.name)
                .join('、') || t('nobody'),
          },
        ]}
      />
      <div className="mt-4 flex flex-wrap gap-3">
        <LinkButton to="/cases/$caseId" params={{ caseId: c.id }} variant="outline" iconEnd={ArrowRight}>
          {t('openCase')}
        </LinkButton>
        <LinkButton to="/cases/$caseId/information" params={{ caseId: c.id }} variant="outline" icon={FileText}>
          {t('information')}
        </LinkButton>
      </div>
    </Card>
  );
}

/** How the case went from agency to agency, in order. */
function Chain({ case: c }: { case: Case }) {
  const t = useTranslations('desk.page');
  const steps = [...c.handoffs].sort((a, b) => a.requestedAt.localeCompare(b.requestedAt));
  if (steps.length === 0) return null;
  return (
    <Card title={t('chain')}>
      <ol className="flex flex-col divide-y divide-solid-gray-200">
        {steps.map((h) => (
          <ChainStep key={h.id} handoff={h} />
        ))}
      </ol>
    </Card>
  );
}

function ChainStep({ handoff: h }: { handoff: Handoff }) {
  const t = useTranslations('desk.page');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
      <span className="w-40 shrink-0 text-[0.875rem] text-solid-gray-700 tabular-nums">
        {longMoment(h.requestedAt)}
      </span>
      <span className="inline-flex flex-wrap items-center gap-2">
        {h.from.name}
        <ArrowRight aria-label={t('to')} size="1.1em" className="shrink-0" />
        <strong>{h.to.name}</strong>
      </span>
      <Chip>{t(h.ask === 'lead' ? 'askLead' : 'askJoin')}</Chip>
      <HandoffStateBadge state={h.state} />
      {h.refusalReports.length > 0 && <Chip tone="orange">{t('refused')}</Chip>}
    </li>
  );
}

/** What waits for the coordinator's decision, with its buttons. */
function Waiting({ case: c }: { case: Case }) {
  const t = useTranslations('desk.page');
  const waiting = c.handoffs.filter((h) => h.state === 'escalated');
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby="waiting-title" className="flex flex-col gap-3">
      <h2 id="waiting-title" className="text-std-20B-150">
        {t('waiting')}
      </h2>
      {waiting.map((h) => (
        <HandoffCard key={h.id} handoff={h} case={c} />
      ))}
    </section>
  );
}
