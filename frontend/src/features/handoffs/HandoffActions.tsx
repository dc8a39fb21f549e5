import {
  CircleCheck,
  CircleHelp,
  CornerUpRight,
  FileCheck,
  HandHelping,
  type LucideIcon,
  MessageCircleReply,
  MessageSquareWarning,
  MessagesSquare,
  Undo2,
  Users,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Action, Case, Handoff } from '@/api/generated';
import { Button, type ButtonVariant } from '@/components/ui';
import { RegroundDialog } from '../consents';
import { AcceptDialog, AnswerDialog, AskDialog, JoinDialog, WithdrawDialog } from './AnswerDialogs';
import { ConnectDialog, EscalateHandoffDialog, RefusalDialog } from './OutcomeDialogs';
import { PassOnDialog } from './PassOnDialog';
import { RedirectDialog } from './RedirectDialog';

type HandoffAction =
  | 'accept'
  | 'reground'
  | 'join'
  | 'pass_on'
  | 'ask'
  | 'answer'
  | 'withdraw'
  | 'escalate'
  | 'connect'
  | 'report_refusal'
  | 'redirect';

/** Every verb the rules may offer, in the order a person weighs them. */
const offers: readonly { action: HandoffAction; icon: LucideIcon; variant: ButtonVariant }[] = [
  { action: 'accept', icon: HandHelping, variant: 'solid' },
  { action: 'reground', icon: FileCheck, variant: 'solid' },
  { action: 'connect', icon: CircleCheck, variant: 'solid' },
  { action: 'answer', icon: MessageCircleReply, variant: 'solid' },
  { action: 'redirect', icon: CornerUpRight, variant: 'solid' },
  { action: 'join', icon: Users, variant: 'outline' },
  { action: 'pass_on', icon: CornerUpRight, variant: 'outline' },
  { action: 'ask', icon: CircleHelp, variant: 'outline' },
  { action: 'escalate', icon: MessagesSquare, variant: 'outline' },
  { action: 'report_refusal', icon: MessageSquareWarning, variant: 'outline' },
  { action: 'withdraw', icon: Undo2, variant: 'danger-outline' },
];

/** The offered verbs in order; 加わる is the main one where only joining was asked for. */
export function offeredActions(handoff: Pick<Handoff, 'actions' | 'ask'>): HandoffAction[] {
  const order = offers.map((o) => o.action).filter((a) => handoff.actions.includes(a));
  if (handoff.ask !== 'join' || !order.includes('join')) return order;
  return ['join', ...order.filter((a) => a !== 'join')];
}

/** Buttons exactly as the server offers them; the screen decides nothing again. */
export function HandoffActions({ handoff, case: c }: { handoff: Handoff; case: Case }) {
  const t = useTranslations('codes.action');
  const [open, setOpen] = useState<{ action: HandoffAction; handoff: Handoff }>();
  const actions = offeredActions(handoff);
  return (
    <>
      {actions.length > 0 && (
        <div className="mt-4 flex flex-wrap gap-2" data-no-print>
          {actions.map((action, i) => {
            const offer = offers.find((o) => o.action === action);
            return (
              <Button
                key={action}
                size="sm"
                icon={offer?.icon}
                variant={i === 0 && action === 'join' ? 'solid' : offer?.variant}
                onClick={() => setOpen({ action, handoff })}
              >
                {t(action)}
              </Button>
            );
          })}
        </div>
      )}
      {open && <ActionDialog action={open.action} handoff={open.handoff} case={c} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface ActionDialogProps {
  action: Action;
  handoff: Handoff;
  case: Case;
  onClose: () => void;
}

function ActionDialog({ action, case: c, ...dialog }: ActionDialogProps) {
  switch (action) {
    case 'accept':
      return <AcceptDialog {...dialog} />;
    case 'join':
      return <JoinDialog {...dialog} />;
    case 'reground':
      return <RegroundDialog {...dialog} />;
    case 'pass_on':
      return <PassOnDialog {...dialog} case={c} />;
    case 'redirect':
      return <RedirectDialog {...dialog} case={c} />;
    case 'ask':
      return <AskDialog {...dialog} />;
    case 'answer':
      return <AnswerDialog {...dialog} />;
    case 'withdraw':
      return <WithdrawDialog {...dialog} />;
    case 'escalate':
      return <EscalateHandoffDialog {...dialog} />;
    case 'connect':
      return <ConnectDialog {...dialog} />;
    case 'report_refusal':
      return <RefusalDialog {...dialog} />;
    default:
      return null;
  }
}
