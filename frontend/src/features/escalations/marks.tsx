import { CircleCheck, Inbox, MessagesSquare } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Escalation } from '@/api/generated';
import { Chip } from '@/components/ui';

/** Where an escalation stands; settled ones say in which class. */
export function EscalationChip({ escalation: e }: { escalation: Escalation }) {
  const states = useTranslations('codes.escalationState');
  const classes = useTranslations('codes.escalationClass');
  if (e.state === 'settled') return <Chip icon={CircleCheck}>{e.class ? classes(e.class) : states('settled')}</Chip>;
  return (
    <Chip tone={e.state === 'received' ? 'blue' : 'purple'} icon={e.state === 'received' ? Inbox : MessagesSquare}>
      {states(e.state)}
    </Chip>
  );
}
