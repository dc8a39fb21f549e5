import { MessagesSquare } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Case } from '@/api/generated';
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
      </p>
    </Callout>
  );
}
