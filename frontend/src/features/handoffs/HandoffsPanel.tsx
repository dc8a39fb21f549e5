import { ArrowLeftRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Case, Handoff } from '@/api/generated';
import { EmptyState } from '@/components/ui';
import { HandoffCard } from './HandoffCard';
import { isOpen } from './marks';

/** What needs the reader first, then what is open by its due time, then what is over, newest first. */
export function inOrder(handoffs: readonly Handoff[]): Handoff[] {
  const rank = (h: Handoff) => (h.needsMe ? 0 : isOpen(h.state) ? 1 : 2);
  return handoffs.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (rank(a) < 2 ? a.dueAt.localeCompare(b.dueAt) : b.requestedAt.localeCompare(a.requestedAt)) ||
      a.id.localeCompare(b.id),
  );
}

/** つなぎ of one case. */
export function HandoffsPanel({ case: c, focused }: { case: Case; focused?: string }) {
  const t = useTranslations('cases.handoffs');
  if (c.handoffs.length === 0) {
    return (
      <EmptyState icon={ArrowLeftRight} title={t('none')}>
        {c.actions.includes('hand_off') ? t('noneCan') : t('noneCannot')}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {inOrder(c.handoffs).map((h) => (
        <HandoffCard key={h.id} handoff={h} case={c} focused={h.id === focused} />
      ))}
    </div>
  );
}
