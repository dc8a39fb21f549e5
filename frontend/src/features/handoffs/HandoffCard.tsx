import { ArrowRight, CircleCheck, MessageSquareWarning } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { Case, Handoff } from '@/api/generated';
import { Chip, type Description, DescriptionList, Disclosure } from '@/components/ui';
import { cx } from '@/lib/cx';
import { longMoment } from '../cases/dates';
import { DueMark } from '../cases/marks';
import { WithheldNotice } from '../consents';
import { ProtectedMark } from '../protections';
import { HandoffActions } from './HandoffActions';
import { AskChip, HandoffStateBadge, isOpen, UrgentMark } from './marks';

export interface HandoffCardProps {
  handoff: Handoff;
  case: Case;
  /** The handoff the reader came for: shown first in view and framed. */
  focused?: boolean;
}

/** One つなぎ: from whom to whom for what, what became of it, and what the reader can do. */
export function HandoffCard({ handoff: h, case: c, focused }: HandoffCardProps) {
  const t = useTranslations('handoffs.card');
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focused) box.current?.scrollIntoView?.({ block: 'nearest' });
  }, [focused]);
  return (
    <article
      ref={box}
      data-card
      id={`handoff-${h.id}`}
      aria-label={t('label', { from: h.from.name, to: h.to.name })}
      className={cx(
        'rounded-12 border bg-white p-5',
        focused || h.needsMe ? 'border-2 border-key-900' : 'border-solid-gray-300',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="flex flex-wrap items-center gap-x-2 text-std-17B-170">
          <span>{h.from.name}</span>
          <ArrowRight aria-label={t('to')} role="img" size="1.1em" className="shrink-0 text-solid-gray-600" />
          <span>{h.to.name}</span>
        </h3>
        <span className="flex flex-wrap items-center gap-2">
          <HandoffStateBadge state={h.state} />
          <AskChip ask={h.ask} />
          {h.urgent && <UrgentMark />}
          {h.protected && <ProtectedMark />}
          {h.needsMe && (
            <Chip tone="blue" strong>
              {t('needsMe')}
            </Chip>
          )}
        </span>
      </div>
      <p className="mt-1 text-[0.9375rem] text-solid-gray-700">
        {t('requested', { at: longMoment(h.requestedAt), by: h.requestedBy?.name ?? h.from.name })}
      </p>
      {isOpen(h.state) && (
        <p className="mt-1">
          <DueMark due={h.dueAt} label={t('due')} exact />
        </p>
      )}
      {h.withheld && <WithheldNotice handoff={h} case={c} />}
      <p className="mt-3 whitespace-pre-wrap">{h.reason}</p>
      <Outcome handoff={h} />
      <Questions handoff={h} />
      <Refusals handoff={h} />
      <Disclosure summary={t('details')} className="mt-2">
        <Details handoff={h} />
      </Disclosure>
      <HandoffActions handoff={h} case={c} />
    </article>
  );
}

function Outcome({ handoff: h }: { handoff: Handoff }) {
  const t = useTranslations('handoffs.card');
  const hows = useTranslations('codes.connectHow');
  return (
    <>
      {h.answeredAt && (
        <p className="mt-3 rounded-8 bg-solid-gray-50 px-4 py-3">
          <span className="block text-[0.9375rem] text-solid-gray-700">
            {t('answered', { at: longMoment(h.answeredAt), by: h.answeredBy?.name ?? h.to.name })}
          </span>
          {h.ask === 'lead' && h.state === 'joined' && <strong className="block">{t('joinedInstead')}</strong>}
          {h.passedOnTo && <strong className="block">{t('passedOnTo', { to: h.passedOnTo.name })}</strong>}
          {h.answerNote && <span className="whitespace-pre-wrap">{h.answerNote}</span>}
        </p>
      )}
      {h.contactDueAt && !h.connection && (
        <p className="mt-2">
          <DueMark due={h.contactDueAt} label={t('contactDue')} exact />
        </p>
      )}
      {h.connection && (
        <div className="mt-3 flex items-start gap-3 rounded-8 border border-success-2 bg-green-50 px-4 py-3">
          <CircleCheck aria-hidden size="1.5em" className="mt-0.5 shrink-0 text-success-2" />
          <div>
            <p className="font-bold">
              {t('connected', { how: hows(h.connection.how), at: longMoment(h.connection.at) })}
            </p>
            {h.connection.who && <p>{t('who', { who: h.connection.who })}</p>}
            {h.connection.note && <p className="whitespace-pre-wrap">{h.connection.note}</p>}
            {h.connection.warm === false && <p className="text-[0.9375rem] text-solid-gray-700">{t('cold')}</p>}
          </div>
        </div>
      )}
    </>
  );
}

function Questions({ handoff: h }: { handoff: Handoff }) {
  const t = useTranslations('handoffs.card');
  if (h.questions.length === 0) return null;
  return (
    <ol aria-label={t('questions')} className="mt-3 flex flex-col gap-2 border-l-4 border-solid-gray-200 pl-4">
      {h.questions.map((q) => (
        <li key={q.id} className="flex flex-col gap-1">
          <p>
            <span className="mr-2 font-bold">{t('question', { by: q.askedBy?.name ?? h.to.name })}</span>
            <span className="text-[0.875rem] text-solid-gray-700">{longMoment(q.askedAt)}</span>
            <span className="block whitespace-pre-wrap">{q.text}</span>
          </p>
          {q.answer ? (
            <p>
              <span className="mr-2 font-bold">{t('answer', { by: q.answeredBy?.name ?? h.from.name })}</span>
              <span className="text-[0.875rem] text-solid-gray-700">{q.answeredAt && longMoment(q.answeredAt)}</span>
              <span className="block whitespace-pre-wrap">{q.answer}</span>
            </p>
          ) : (
            <p className="text-orange-1100">{t('unanswered')}</p>
          )}
        </li>
      ))}
    </ol>
  );
}

function Refusals({ handoff: h }: { handoff: Handoff }) {
  const t = useTranslations('handoffs.card');
  if (h.refusalReports.length === 0) return null;
  return (
    <ul aria-label={t('refusals')} className="mt-3 flex flex-col gap-2">
      {h.refusalReports.map((r) => (
        <li key={r.id} className="rounded-8 border border-orange-400 bg-orange-50 px-4 py-3">
          <p className="flex items-start gap-2 font-bold">
            <MessageSquareWarning aria-hidden size="1.25em" className="mt-1 shrink-0" />
            {t('refusal', { by: r.saidBy, at: longMoment(r.saidAt) })}
          </p>
          <p className="whitespace-pre-wrap">{r.said}</p>
          <p className="mt-1 text-[0.9375rem]">{t('refusalMeans')}</p>
        </li>
      ))}
    </ul>
  );
}

function Details({ handoff: h }: { handoff: Handoff }) {
  const t = useTranslations('handoffs.card');
  const scope = useTranslations('handoffs.before.scope');
  const shown = h.scope.sheet && h.scope.notes ? 'both' : h.scope.notes ? 'notes' : 'sheet';
  const items: Description[] = [
    { term: t('purpose'), value: h.purpose },
    { term: t('request'), value: h.request },
    { term: t('scope'), value: scope(shown) },
    { term: t('ground'), value: [h.ground?.label, h.groundNote].filter(Boolean).join('\n') },
  ];
  if (h.sheetNumber) items.push({ term: t('sheet'), value: t('sheetVersion', { number: h.sheetNumber }) });
  if (h.leave) items.push({ term: t('leaveTerm'), value: t('leave', { from: h.from.name }) });
  return <DescriptionList items={items} />;
}
