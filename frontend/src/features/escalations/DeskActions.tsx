import { CircleCheck, HandHelping, Link2, type LucideIcon, Phone, UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Case, Escalation } from '@/api/generated';
import { Button, type ButtonVariant } from '@/components/ui';
import { ContactDialog } from './ContactDialog';
import { LinkDialog, OrganizeDialog, ReassignDialog, SettleDialog } from './DeskDialogs';

type DeskAction = 'organize' | 'log_contact' | 'settle' | 'reassign' | 'link';

const offers: readonly { action: DeskAction; icon: LucideIcon; variant: ButtonVariant }[] = [
  { action: 'organize', icon: HandHelping, variant: 'solid' },
  { action: 'log_contact', icon: Phone, variant: 'outline' },
  { action: 'settle', icon: CircleCheck, variant: 'outline' },
  { action: 'reassign', icon: UserRoundCheck, variant: 'outline' },
  { action: 'link', icon: Link2, variant: 'outline' },
];

export interface DeskActionsProps {
  escalation: Escalation;
  case?: Case;
  /** On a row of the desk: only what is done from there. */
  brief?: boolean;
}

/** Buttons exactly as the server offers them. */
export function DeskActions({ escalation: e, case: c, brief }: DeskActionsProps) {
  const t = useTranslations('codes.action');
  const [open, setOpen] = useState<DeskAction>();
  const close = () => setOpen(undefined);
  const shown = offers.filter(
    (o) => e.actions.includes(o.action) && (!brief || o.action === 'organize' || o.action === 'log_contact'),
  );
  const dialog = { escalation: e, onClose: close };
  return (
    <>
      {shown.map((o) => (
        <Button
          key={o.action}
          size={brief ? 'sm' : undefined}
          icon={o.icon}
          variant={brief && o.action !== 'organize' ? 'text' : o.variant}
          onClick={() => setOpen(o.action)}
        >
          {t(o.action)}
        </Button>
      ))}
      {open === 'organize' && <OrganizeDialog {...dialog} />}
      {open === 'log_contact' && <ContactDialog of={{ escalationId: e.id }} agency={e.lastAgency} onClose={close} />}
      {open === 'settle' && <SettleDialog {...dialog} case={c} />}
      {open === 'reassign' && <ReassignDialog {...dialog} />}
      {open === 'link' && <LinkDialog {...dialog} />}
    </>
  );
}
