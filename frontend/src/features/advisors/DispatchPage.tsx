import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Dispatch, DispatchRecord } from '@/api/generated';
import { getDispatchOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';
import {
  BackLink,
  Button,
  type ButtonVariant,
  Card,
  Chip,
  DescriptionList,
  EmptyState,
  LinkButton,
  NoticeBanner,
  PageHeader,
  ProblemPanel,
  Skeleton,
} from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { longDay, longMoment } from '../cases/dates';
import { DueMark } from '../cases/marks';
import { Codes, DispatchStateBadge } from './marks';
import { AssignDialog, CancelDialog, CompleteDialog, ConfirmDialog, RecordDialog } from './VerbDialogs';

/** One dispatch, for the advisor, the coordinators and the agencies of the case. */
export function DispatchPage({ dispatchId }: { dispatchId: string }) {
  const t = useTranslations('advisors.page');
  const found = useQuery(getDispatchOptions({ path: { dispatchId } }));
  if (found.data) return <Loaded dispatch={found.data} />;
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
        <EmptyState title={t('notFound')} action={<LinkButton to="/dispatches">{t('back')}</LinkButton>}>
          {t('notFoundWhy')}
        </EmptyState>
      </>
    );
  }
  return <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />;
}

function Loaded({ dispatch: d }: { dispatch: Dispatch }) {
  const t = useTranslations('advisors.page');
  const modes = useTranslations('advisors.mode');
  const over = d.state === 'completed' || d.state === 'cancelled';
  return (
    <div className="max-w-5xl">
      <PageHeader
        documentTitle={t('documentTitle')}
        eyebrow={<BackLink to="/dispatches">{t('back')}</BackLink>}
        title={t('documentTitle')}
        meta={
          <>
            <DispatchStateBadge state={d.state} />
            <Chip>{modes(d.mode)}</Chip>
            {d.caseNumber && <span className="font-bold tabular-nums">{d.caseNumber}</span>}
          </>
        }
        actions={<Actions dispatch={d} />}
      />
      <div className="flex flex-col gap-5">
        {d.mine && d.state === 'assigned' && (
          <NoticeBanner title={t('askedTitle')} level={2}>
            {t('asked')}
          </NoticeBanner>
        )}
        {d.mine && over && <NoticeBanner title={t('ended')} level={2} />}
        <Card title={t('question')}>
          <p className="whitespace-pre-wrap">{d.question}</p>
        </Card>
        <div className="grid gap-5 xl:grid-cols-[3fr_2fr]">
          <Records dispatch={d} />
          <About dispatch={d} />
        </div>
        {d.summaryText && (
          <Card title={t('summary')}>
            <p className="font-bold">{d.summaryTitle}</p>
            <p className="mt-2 whitespace-pre-wrap">{d.summaryText}</p>
          </Card>
        )}
      </div>
    </div>
  );
}

const VERBS = ['confirm', 'assign', 'advise', 'follow_up', 'complete', 'cancel'] as const;
type DispatchVerb = (typeof VERBS)[number];
const variants: Partial<Record<DispatchVerb, ButtonVariant>> = { cancel: 'danger-outline' };

function Actions({ dispatch: d }: { dispatch: Dispatch }) {
  const t = useTranslations('advisors.actions');
  const page = useTranslations('advisors.page');
  const [open, setOpen] = useState<DispatchVerb>();
  const close = () => setOpen(undefined);
  const offered = VERBS.filter((v) => d.actions.includes(v));
  return (
    <>
      <div className="flex flex-wrap gap-3" data-no-print>
        {offered.map((v, i) => (
          <Button key={v} variant={variants[v] ?? (i === 0 ? 'solid' : 'outline')} onClick={() => setOpen(v)}>
            {t(v === 'assign' && d.state === 'assigned' ? 'reassign' : v)}
          </Button>
        ))}
        {d.caseId && (
          <LinkButton variant="outline" to="/cases/$caseId" params={{ caseId: d.caseId }}>
            {page('toCase', { number: d.caseNumber ?? '' })}
          </LinkButton>
        )}
      </div>
      {open === 'assign' && <AssignDialog dispatch={d} onClose={close} />}
      {open === 'confirm' && <ConfirmDialog dispatch={d} onClose={close} />}
      {open === 'advise' && <RecordDialog dispatch={d} onClose={close} followUp={false} />}
      {open === 'follow_up' && <RecordDialog dispatch={d} onClose={close} followUp />}
      {open === 'complete' && <CompleteDialog dispatch={d} onClose={close} />}
      {open === 'cancel' && <CancelDialog dispatch={d} onClose={close} />}
    </>
  );
}

function Records({ dispatch: d }: { dispatch: Dispatch }) {
  const t = useTranslations('advisors.page');
  return (
    <Card title={t('records')}>
      {d.records.length === 0 && <p className="text-solid-gray-700">{t('noRecords')}</p>}
      <ol className="flex flex-col gap-5">
        {d.records.map((r) => (
          <RecordItem key={r.id} record={r} />
        ))}
      </ol>
      {d.state === 'advised' && d.followUntil && (
        <p className="mt-4 text-solid-gray-700">
          {t('followUntil', { until: longDay(d.followUntil), left: d.followUpsLeft })}
        </p>
      )}
    </Card>
  );
}

function RecordItem({ record: r }: { record: DispatchRecord }) {
  const t = useTranslations('advisors.page');
  return (
    <li className="border-l-4 border-key-300 pl-4">
      <p className="flex flex-wrap items-center gap-2 font-bold">
        <Chip tone="green">{t(r.followUp ? 'followUp' : 'advice')}</Chip>
        {formatWareki(r.on)}
        {r.minutes > 0 && <span className="font-normal">{t('minutes', { minutes: r.minutes })}</span>}
      </p>
      <p className="mt-2 whitespace-pre-wrap">{r.text}</p>
      <p className="mt-1 text-[0.875rem] text-solid-gray-700">
        {t('by', { name: r.by.name, at: longMoment(r.writtenAt) })}
      </p>
    </li>
  );
}

function About({ dispatch: d }: { dispatch: Dispatch }) {
  const t = useTranslations('advisors.page');
  const words = useTranslations('advisors.request');
  const shown = [d.scope.sheet && words('sheet'), d.scope.notes && words('notes')].filter(Boolean).join('・');
  return (
    <Card title={t('about')}>
      <DescriptionList
        items={[
          { term: t('advisor'), value: d.advisorName },
          {
            term: t('meeting'),
            value:
              d.meeting &&
              t('meetingText', {
                at: longMoment(d.meeting.start),
                minutes: d.meeting.minutes,
                place: d.meeting.place ?? '',
              }),
          },
          { term: t('fields'), value: <Codes label={t('fields')} codes={d.fields} /> },
          { term: t('issues'), value: d.issues.length > 0 && <Codes label={t('issues')} codes={d.issues} /> },
          { term: t('agency'), value: d.agency.name },
          { term: t('requested'), value: longMoment(d.requestedAt) },
          { term: t('assigned'), value: d.assignedAt && longMoment(d.assignedAt) },
          {
            term: t('confirmDue'),
            value: d.state === 'assigned' && d.confirmDueAt && <DueMark due={d.confirmDueAt} />,
          },
          { term: t('confirmed'), value: d.confirmedAt && longMoment(d.confirmedAt) },
          { term: t('scope'), value: shown || t('scopeNone') },
          { term: t('ground'), value: d.ground?.label },
          { term: t('conditions'), value: d.conditions },
          { term: t('cancelled'), value: d.cancelReason },
        ].filter((i) => i.value)}
      />
    </Card>
  );
}
