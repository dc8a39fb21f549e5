import {
  CalendarClock,
  CircleAlert,
  CircleCheck,
  CornerUpRight,
  HandHelping,
  type LucideIcon,
  NotebookPen,
  UserRoundCheck,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Assignment, AssignmentStep, Case } from '@/api/generated';
import { Button, type ButtonVariant, Chip, Disclosure } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { shortMoment } from '../cases/dates';
import { HandOnDialog, ReassignDialog, RemarkDialog, RetimeDialog } from './AssignmentDialogs';
import { AssignmentStateBadge, DueDay } from './marks';

type Action = 'take' | 'report' | 'complete' | 'struggle' | 'reassign' | 'retime' | 'hand_on';

const offers: readonly { action: Action; icon: LucideIcon; variant: ButtonVariant }[] = [
  { action: 'take', icon: HandHelping, variant: 'solid' },
  { action: 'complete', icon: CircleCheck, variant: 'solid' },
  { action: 'report', icon: NotebookPen, variant: 'outline' },
  { action: 'struggle', icon: CircleAlert, variant: 'outline' },
  { action: 'reassign', icon: UserRoundCheck, variant: 'outline' },
  { action: 'retime', icon: CalendarClock, variant: 'outline' },
  { action: 'hand_on', icon: CornerUpRight, variant: 'outline' },
];

/** One role with what was done, and the buttons the server offers. */
export function AssignmentCard({ assignment: a, case: c }: { assignment: Assignment; case: Case }) {
  const t = useTranslations('assignments');
  const [open, setOpen] = useState<Action>();
  const close = () => setOpen(undefined);
  const steps = a.steps ?? [];
  return (
    <li
      className={`rounded-8 border p-4 ${a.overdue ? 'border-2 border-error-1' : 'border-solid-gray-300'}`}
      aria-label={`${a.agency.name} ${a.task}`}
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 grow basis-80">
          <p className="flex flex-wrap items-center gap-2">
            <strong>{a.agency.name}</strong>
            <AssignmentStateBadge state={a.state} />
            {a.unanswered && <Chip tone="purple">{t('unanswered')}</Chip>}
          </p>
          <p className="mt-1 whitespace-pre-wrap">{a.task}</p>
          <p className="mt-1 flex flex-wrap gap-x-4 text-[0.9375rem] text-solid-gray-800">
            <span>
              {t('due')} <DueDay assignment={a} />
            </span>
            <span>{t('for', { name: a.member ? a.member.name || t('noName') : t('household') })}</span>
            {a.firstDueOn !== a.dueOn && <span>{t('firstDue', { on: formatWareki(a.firstDueOn, 'short') })}</span>}
            {a.handedTo && <span>{t('handedTo', { to: a.handedTo })}</span>}
          </p>
        </div>
        <div className="flex flex-wrap gap-2" data-no-print>
          {offers
            .filter((o) => a.actions.includes(o.action))
            .map((o) => (
              <Button key={o.action} size="sm" icon={o.icon} variant={o.variant} onClick={() => setOpen(o.action)}>
                {t(`action.${o.action}`)}
              </Button>
            ))}
        </div>
      </div>
      {steps.length > 1 && (
        <Disclosure summary={t('steps', { count: steps.length })} className="mt-2">
          <ol className="flex flex-col gap-2 border-l-4 border-solid-gray-200 pl-4">
            {steps.map((s) => (
              <Step key={`${s.verb} ${s.at}`} step={s} />
            ))}
          </ol>
        </Disclosure>
      )}
      {(open === 'take' || open === 'report' || open === 'complete' || open === 'struggle') && (
        <RemarkDialog assignment={a} verb={open} onClose={close} />
      )}
      {open === 'reassign' && <ReassignDialog assignment={a} case={c} onClose={close} />}
      {open === 'retime' && <RetimeDialog assignment={a} onClose={close} />}
      {open === 'hand_on' && <HandOnDialog assignment={a} onClose={close} />}
    </li>
  );
}

function Step({ step: s }: { step: AssignmentStep }) {
  const t = useTranslations('assignments');
  return (
    <li>
      <p className="text-[0.9375rem]">
        <span className="text-solid-gray-700 tabular-nums">{shortMoment(s.at)}</span>　
        <strong>{t(`step.${s.verb}`)}</strong>　{s.agency?.name}
        {s.toAgency && `　→ ${s.toAgency.name}`}
        {s.dueOn && `　${t('dueIs', { on: formatWareki(s.dueOn, 'short') })}`}
      </p>
      {s.text && <p className="whitespace-pre-wrap">{s.text}</p>}
    </li>
  );
}
