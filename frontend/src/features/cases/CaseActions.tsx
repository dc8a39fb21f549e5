import {
  BookOpen,
  CircleCheck,
  CirclePause,
  Eye,
  Flag,
  HandHelping,
  type LucideIcon,
  MessagesSquare,
  NotebookPen,
  Phone,
  RotateCcw,
  Send,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { etagOf } from '@/api/client';
import { type Case, escalateCase, startSupport } from '@/api/generated';
import { Button, type ButtonVariant, useToast } from '@/components/ui';
import { useKeyActions } from '@/lib/keyboard';
import { ClosureDialog } from '../closure';
import { ContactDialog } from '../escalations/ContactDialog';
import { HandOffDialog } from '../handoffs/HandOffDialog';
import { EscalationFields, readEscalation } from '../handoffs/OutcomeDialogs';
import { ready, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { StartStudyDialog } from '../studies';
import { NoteDialog } from '../timeline/NoteDialog';
import { MonitorDialog, ReopenDialog, ResumeDialog, SettleCaseDialog, SuspendDialog } from './RestDialogs';

type CaseAction =
  | 'check_closure'
  | 'start_support'
  | 'hand_off'
  | 'add_note'
  | 'escalate'
  | 'monitor'
  | 'suspend'
  | 'resume'
  | 'reopen'
  | 'settle'
  | 'log_contact'
  | 'draft_study';

const offers: readonly { action: CaseAction; icon: LucideIcon; variant: ButtonVariant }[] = [
  { action: 'hand_off', icon: Send, variant: 'solid' },
  { action: 'start_support', icon: HandHelping, variant: 'outline' },
  { action: 'add_note', icon: NotebookPen, variant: 'outline' },
  { action: 'escalate', icon: MessagesSquare, variant: 'outline' },
  { action: 'settle', icon: CircleCheck, variant: 'solid' },
  { action: 'log_contact', icon: Phone, variant: 'outline' },
  { action: 'monitor', icon: Eye, variant: 'outline' },
  { action: 'resume', icon: RotateCcw, variant: 'solid' },
  { action: 'reopen', icon: RotateCcw, variant: 'solid' },
  { action: 'suspend', icon: CirclePause, variant: 'outline' },
  { action: 'check_closure', icon: Flag, variant: 'outline' },
  { action: 'draft_study', icon: BookOpen, variant: 'outline' },
];

export interface CaseActionsProps {
  case: Case;
  /** Named in the address: opened at once when the rules offer it. */
  asked?: 'hand_off' | 'add_note';
  /** Takes it out of the address, so that going back does not open it again. */
  onOpened: () => void;
}

/** Buttons exactly as the server offers them. T hands on, N writes a note. */
export function CaseActions({ case: c, asked, onOpened }: CaseActionsProps) {
  const t = useTranslations('codes.action');
  const [open, setOpen] = useState<CaseAction | undefined>(asked && c.actions.includes(asked) ? asked : undefined);
  useEffect(() => {
    if (asked) onOpened();
  }, [asked, onOpened]);
  const offered = offers.filter((o) => c.actions.includes(o.action));
  const can = (action: CaseAction) => open === undefined && c.actions.includes(action);
  useKeyActions([
    { id: 'hand_off', keys: 't', label: t('hand_off'), enabled: can('hand_off'), run: () => setOpen('hand_off') },
    { id: 'add_note', keys: 'n', label: t('add_note'), enabled: can('add_note'), run: () => setOpen('add_note') },
  ]);
  const close = () => setOpen(undefined);
  return (
    <>
      {offered.map((o) => (
        <Button key={o.action} icon={o.icon} variant={o.variant} onClick={() => setOpen(o.action)}>
          {t(o.action)}
        </Button>
      ))}
      {open === 'hand_off' && <HandOffDialog case={c} onClose={close} />}
      {open === 'add_note' && <NoteDialog caseId={c.id} onClose={close} />}
      {open === 'start_support' && <StartSupportDialog case={c} onClose={close} />}
      {open === 'check_closure' && <ClosureDialog case={c} onClose={close} />}
      {open === 'escalate' && <EscalateCaseDialog case={c} onClose={close} />}
      {open === 'settle' && <SettleCaseDialog case={c} onClose={close} />}
      {open === 'log_contact' && <ContactDialog of={{ caseId: c.id }} agency={lastAgency(c)} onClose={close} />}
      {open === 'monitor' && <MonitorDialog case={c} onClose={close} />}
      {open === 'resume' && <ResumeDialog case={c} onClose={close} />}
      {open === 'reopen' && <ReopenDialog case={c} onClose={close} />}
      {open === 'draft_study' && <StartStudyDialog caseId={c.id} onClose={close} />}
      {open === 'suspend' && <SuspendDialog case={c} onClose={close} />}
    </>
  );
}

/** Whom a coordinator most likely spoke with: the agency that is asked, else the lead. */
function lastAgency(c: Case) {
  return c.handoffs.find((h) => h.state === 'escalated')?.to ?? c.lead;
}

interface CaseDialogProps {
  case: Case;
  onClose: () => void;
}

function StartSupportDialog({ case: c, onClose }: CaseDialogProps) {
  const t = useTranslations('cases.startSupport');
  const toast = useToast();
  const verb = useVerb({
    read: () => ready({}),
    send: async (_, headers) => {
      const path = { caseId: c.id };
      return (
        await startSupport({ path, headers: { ...headers, 'If-Match': etagOf(`/cases/${c.id}`) }, throwOnError: true })
      ).data;
    },
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      size="sm"
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={HandHelping}
      verb={verb}
      onClose={onClose}
    />
  );
}

function EscalateCaseDialog({ case: c, onClose }: CaseDialogProps) {
  const t = useTranslations('handoffs.escalate');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => readEscalation(form, { reason: t('reasonMissing'), text: t('textMissing') }),
    send: async (body, headers) => {
      const path = { caseId: c.id };
      return (
        await escalateCase({
          path,
          body,
          headers: { ...headers, 'If-Match': etagOf(`/cases/${c.id}`) },
          throwOnError: true,
        })
      ).data;
    },
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={MessagesSquare}
      verb={verb}
      onClose={onClose}
    >
      <EscalationFields faults={verb.faults} />
    </VerbDialog>
  );
}
