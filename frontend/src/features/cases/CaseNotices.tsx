import { Link } from '@tanstack/react-router';
import { CirclePause, MessagesSquare } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Case, Suspension } from '@/api/generated';
import { formatWareki } from '@/lib/wareki';
import { HandoffCard } from '../handoffs/HandoffCard';
import { ProtectionNotice } from '../protections';
import { Callout } from './Callout';
import { longMoment } from './dates';
import type { CaseView } from './tabs';

interface CaseNoticesProps {
  case: Case;
  view: CaseView;
  onView: (view: CaseView) => void;
}

/** Above everything else: what waits for the reader, what is wrong, and how much of the case is shown. */
export function CaseNotices({ case: c, view, onView }: CaseNoticesProps) {
  const t = useTranslations('cases.notice');
  const waiting = view.tab === 'handoffs' || c.access === 'outcome' ? [] : c.handoffs.filter((h) => h.needsMe);
  const open = c.escalations.filter((e) => e.state !== 'settled');
  return (
    <div className="mb-5 flex flex-col gap-4 empty:hidden">
      <ProtectionNotice case={c} />
      {c.access === 'outcome' && <Callout title={t('outcome')}>{t('outcomeWhy')}</Callout>}
      {waiting.length > 0 && (
        <section aria-labelledby="waiting-title" className="flex flex-col gap-3">
          <h2 id="waiting-title" className="text-std-20B-150">
            {t('waiting')}
          </h2>
          {waiting.map((h) => (
            <HandoffCard key={h.id} handoff={h} case={c} />
          ))}
        </section>
      )}
      {c.access === 'package' && <Callout title={t('package')}>{t('packageWhy')}</Callout>}
      {c.access === 'received' && <Disclosed case={c} />}
      {c.pingPong && c.access !== 'outcome' && (
        <Callout tone="warning" title={t('pingPong')}>
          {t(`pingPongWhy.${c.pingPongReason ?? 'hop_limit'}`)}
          {t('pingPongMeans')}
        </Callout>
      )}
      {c.suspension && <Resting suspension={c.suspension} />}
      {open.length > 0 && <Escalated case={c} onView={onView} />}
    </div>
  );
}

/** A receiver sees what the sender disclosed and nothing else; said, so that it is not taken for all there is. */
function Disclosed({ case: c }: { case: Case }) {
  const t = useTranslations('cases.notice');
  const mine = c.handoffs.filter((h) => ['requested', 'asked', 'escalated'].includes(h.state));
  const sheet = mine.some((h) => h.scope.sheet);
  const notes = mine.some((h) => h.scope.notes);
  return (
    <Callout title={t('received')}>
      {t(sheet && notes ? 'receivedBoth' : notes ? 'receivedNotes' : 'receivedSheet')}
    </Callout>
  );
}

/** Why it rests, what to watch for, and when to look again. */
function Resting({ suspension: s }: { suspension: Suspension }) {
  const t = useTranslations('desk.rest');
  return (
    <Callout icon={CirclePause} title={t('title')}>
      <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
        <dt className="text-solid-gray-700">{t('review')}</dt>
        <dd className="font-bold">{formatWareki(s.reviewOn)}</dd>
        <dt className="text-solid-gray-700">{t('watch')}</dt>
        <dd className="whitespace-pre-wrap">{s.watchConditions}</dd>
        <dt className="text-solid-gray-700">{t('reason')}</dt>
        <dd className="whitespace-pre-wrap">{s.reason}</dd>
      </dl>
    </Callout>
  );
}

function Escalated({ case: c, onView }: { case: Case; onView: (view: CaseView) => void }) {
  const t = useTranslations('cases.notice');
  const reasons = useTranslations('codes.escalationReason');
  const states = useTranslations('codes.escalationState');
  const open = c.escalations.filter((e) => e.state !== 'settled');
  return (
    <Callout title={t('escalated')} icon={MessagesSquare}>
      <ul className="flex flex-col gap-1">
        {open.map((e) => (
          <li key={e.id}>
            <strong>{reasons(e.reason)}</strong>　{states(e.state)}　{longMoment(e.openedAt)}
            {e.coordinator && `　${e.coordinator.name}`}
            {e.actions.includes('log_contact') && (
              <Link
                to="/escalations/$escalationId"
                params={{ escalationId: e.id }}
                className="ml-3 inline-flex min-h-6 items-center text-key-1000 underline underline-offset-[0.1875rem]"
              >
                {t('seeDesk')}
              </Link>
            )}
            {e.text && <span className="block whitespace-pre-wrap">{e.text}</span>}
          </li>
        ))}
      </ul>
      <p className="mt-1">
        {t('escalatedMeans', { lead: c.lead.name })}
        <button
          type="button"
          onClick={() => onView({ tab: 'timeline', events: 'coordination' })}
          className="ml-3 inline-flex min-h-6 items-center text-key-1000 underline underline-offset-[0.1875rem] hover:decoration-[3px]"
        >
          {t('seeTimeline')}
        </button>
        {(c.access === 'coordinating' || c.access === 'lead' || c.access === 'supporting') && (
          <Link
            to="/cases/$caseId/information"
            params={{ caseId: c.id }}
            className="ml-3 inline-flex min-h-6 items-center text-key-1000 underline underline-offset-[0.1875rem]"
          >
            {t('seeInformation')}
          </Link>
        )}
      </p>
    </Callout>
  );
}
