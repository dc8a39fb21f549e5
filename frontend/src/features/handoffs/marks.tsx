import {
  CircleCheck,
  CircleHelp,
  CornerUpRight,
  HandHelping,
  Handshake,
  Hourglass,
  type LucideIcon,
  MessagesSquare,
  Siren,
  Undo2,
  Users,
} from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Ask, HandoffState } from '@/api/generated';
import { Chip, type ChipTone } from '@/components/ui';

const states: Record<HandoffState, { tone: ChipTone; icon: LucideIcon }> = {
  requested: { tone: 'yellow', icon: Hourglass },
  asked: { tone: 'orange', icon: CircleHelp },
  accepted: { tone: 'green', icon: HandHelping },
  joined: { tone: 'green', icon: Users },
  passed_on: { tone: 'blue', icon: CornerUpRight },
  withdrawn: { tone: 'neutral', icon: Undo2 },
  escalated: { tone: 'purple', icon: MessagesSquare },
  connected: { tone: 'green', icon: CircleCheck },
};

export function HandoffStateBadge({ state }: { state: HandoffState }) {
  const t = useTranslations('codes.handoffState');
  const { tone, icon } = states[state];
  return (
    <Chip tone={tone} icon={icon} strong={state === 'connected'}>
      {t(state)}
    </Chip>
  );
}

export function AskChip({ ask }: { ask: Ask }) {
  const t = useTranslations('handoffs.askShort');
  return (
    <Chip tone={ask === 'lead' ? 'blue' : 'neutral'} icon={ask === 'lead' ? Handshake : Users}>
      {t(ask)}
    </Chip>
  );
}

export function UrgentMark() {
  const t = useTranslations('handoffs');
  return (
    <Chip tone="red" icon={Siren}>
      {t('urgent')}
    </Chip>
  );
}

const OPEN: readonly HandoffState[] = ['requested', 'asked', 'escalated'];

/** Still waiting for an answer: its due time counts. */
export function isOpen(state: HandoffState): boolean {
  return OPEN.includes(state);
}
