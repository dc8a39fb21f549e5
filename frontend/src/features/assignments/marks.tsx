import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CornerUpRight,
  Hourglass,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Assignment, AssignmentState } from '@/api/generated';
import { Chip, type ChipTone } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';

const faces: Record<AssignmentState, { icon: LucideIcon; tone: ChipTone }> = {
  proposed: { icon: CircleDashed, tone: 'yellow' },
  taken: { icon: Hourglass, tone: 'blue' },
  struggling: { icon: CircleAlert, tone: 'orange' },
  completed: { icon: CircleCheck, tone: 'green' },
  handed_on: { icon: CornerUpRight, tone: 'neutral' },
};

export function AssignmentStateBadge({ state }: { state: AssignmentState }) {
  const t = useTranslations('assignments.state');
  return (
    <Chip tone={faces[state].tone} icon={faces[state].icon}>
      {t(state)}
    </Chip>
  );
}

/** The day it is due, and in words that it is late: colour alone says nothing. */
export function DueDay({ assignment: a }: { assignment: Pick<Assignment, 'dueOn' | 'overdue' | 'state'> }) {
  const t = useTranslations('assignments');
  return (
    <span
      className={a.overdue ? 'inline-flex flex-wrap items-center gap-x-1 font-bold text-error-2' : 'whitespace-nowrap'}
    >
      {a.overdue && <TriangleAlert aria-hidden size="1.1em" className="shrink-0" />}
      <time dateTime={a.dueOn}>{formatWareki(a.dueOn, 'short')}</time>
      {a.overdue && <span>{t('late')}</span>}
    </span>
  );
}
