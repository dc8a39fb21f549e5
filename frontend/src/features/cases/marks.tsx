import {
  Ban,
  CircleCheck,
  CirclePause,
  Clock,
  Eye,
  HandHelping,
  Inbox,
  type LucideIcon,
  MessagesSquare,
  RefreshCcwDot,
  TriangleAlert,
} from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { CaseState } from '@/api/generated';
import { Chip, type ChipTone } from '@/components/ui';
import { useFormats } from '@/i18n';
import { cx } from '@/lib/cx';
import { longMoment } from './dates';
import { useNow } from './useNow';

const caseStates: Record<CaseState, { tone: ChipTone; icon: LucideIcon }> = {
  received: { tone: 'blue', icon: Inbox },
  supporting: { tone: 'green', icon: HandHelping },
  coordinating: { tone: 'purple', icon: MessagesSquare },
  monitoring: { tone: 'green', icon: Eye },
  suspended: { tone: 'yellow', icon: CirclePause },
  closed: { tone: 'neutral', icon: CircleCheck },
};

export function CaseStateBadge({ state }: { state: CaseState }) {
  const t = useTranslations('codes.caseState');
  const { tone, icon } = caseStates[state];
  return (
    <Chip tone={tone} icon={icon}>
      {t(state)}
    </Chip>
  );
}

export function DangerMark() {
  const t = useTranslations('cases');
  return (
    <Chip tone="red" strong icon={TriangleAlert}>
      {t('danger')}
    </Chip>
  );
}

export function PingPongMark() {
  const t = useTranslations('cases');
  return (
    <Chip tone="orange" icon={RefreshCcwDot}>
      {t('pingPong')}
    </Chip>
  );
}

export function OutcomeMark() {
  const t = useTranslations('cases');
  return (
    <Chip tone="neutral" icon={Ban}>
      {t('outcomeOnly')}
    </Chip>
  );
}

const HOURS = 3_600_000;

/** How much time is left, urgency by picture and word; the exact time beside it or on hover. */
export function DueMark({ due, exact, label }: { due: string; exact?: boolean; label?: string }) {
  const now = useNow();
  const { due: text } = useFormats();
  const left = new Date(due).getTime() - now.getTime();
  const over = left < 0;
  const soon = left < 6 * HOURS;
  const Icon = over ? TriangleAlert : Clock;
  return (
    <span
      title={longMoment(due)}
      data-due={over ? 'over' : soon ? 'soon' : 'later'}
      className={cx(
        'inline-flex items-center gap-1 whitespace-nowrap',
        over ? 'font-bold text-error-2' : soon ? 'font-bold text-orange-1100' : 'text-solid-gray-800',
      )}
    >
      <Icon aria-hidden size="1.1em" className="shrink-0" />
      {label && <span className="font-normal">{label}</span>}
      <time dateTime={due}>{text(due, now)}</time>
      {exact && <span className="ml-1 font-normal text-solid-gray-700">({longMoment(due)})</span>}
    </span>
  );
}
