import {
  ArrowLeftRight,
  CalendarCheck,
  CalendarClock,
  CalendarX,
  CircleCheck,
  CircleHelp,
  ClipboardList,
  CornerUpRight,
  Eye,
  FileCheck,
  FileX,
  FolderOpen,
  GraduationCap,
  HandHelping,
  LockOpen,
  type LucideIcon,
  MessageCircleReply,
  MessagesSquare,
  NotebookPen,
  PencilLine,
  RefreshCcwDot,
  RotateCcw,
  Shield,
  Undo2,
  UserRoundCheck,
  Users,
} from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { EventKind, TimelineItem } from '@/api/generated';
import type { ChipTone } from '@/components/ui';

/** Every kind of event, in the order a filter offers them. */
export const EVENT_KINDS: readonly EventKind[] = [
  'case_opened',
  'sheet_filed',
  'sheet_amended',
  'support_started',
  'handoff_requested',
  'handoff_accepted',
  'handoff_joined',
  'handoff_passed_on',
  'handoff_asked',
  'handoff_answered',
  'handoff_withdrawn',
  'handoff_escalated',
  'handoff_connected',
  'refusal_reported',
  'escalation_opened',
  'escalation_organized',
  'escalation_settled',
  'custody_moved',
  'note_added',
  'note_corrected',
  'case_escalated',
  'ping_pong_flagged',
  'monitoring_started',
  'suspended',
  'resumed',
  'settled',
  'closed',
  'reopened',
  'consent_recorded',
  'consent_withdrawn',
  'handoff_regrounded',
  'protection_set',
  'protection_ended',
  'glass_broken',
  'conference_proposed',
  'conference_scheduled',
  'conference_rescheduled',
  'conference_cancelled',
  'conference_poll_late',
  'dispatch_requested',
  'dispatch_assigned',
  'dispatch_confirmed',
  'dispatch_advised',
  'dispatch_followed_up',
  'dispatch_completed',
  'dispatch_cancelled',
  'dispatch_unanswered',
  'dispatch_follow_up_over',
];

/** The filter of the timeline: what people look for, not the kinds one by one. */
export const EVENT_GROUPS = {
  notes: ['note_added', 'note_corrected'],
  handoffs: EVENT_KINDS.filter((k) => k.startsWith('handoff_') || k === 'refusal_reported'),
  coordination: [
    'escalation_opened',
    'escalation_organized',
    'escalation_settled',
    'case_escalated',
    'ping_pong_flagged',
    'settled',
    ...EVENT_KINDS.filter((k) => k.startsWith('conference_') || k.startsWith('dispatch_')),
  ],
  custody: ['custody_moved', 'handoff_accepted', 'handoff_joined', 'case_opened'],
  sheets: ['sheet_filed', 'sheet_amended'],
  privacy: [
    'consent_recorded',
    'consent_withdrawn',
    'handoff_regrounded',
    'protection_set',
    'protection_ended',
    'glass_broken',
  ],
  states: ['case_opened', 'support_started', 'monitoring_started', 'suspended', 'resumed', 'closed', 'reopened'],
} as const satisfies Record<string, readonly EventKind[]>;

export type EventGroup = keyof typeof EVENT_GROUPS;

export const EVENT_GROUP_NAMES = [
  'notes',
  'handoffs',
  'coordination',
  'custody',
  'sheets',
  'privacy',
  'states',
] as const satisfies readonly EventGroup[];

const faces: Record<EventKind, { icon: LucideIcon; tone: ChipTone }> = {
  consent_recorded: { icon: FileCheck, tone: 'neutral' },
  consent_withdrawn: { icon: FileX, tone: 'orange' },
  handoff_regrounded: { icon: FileCheck, tone: 'neutral' },
  protection_set: { icon: Shield, tone: 'orange' },
  protection_ended: { icon: Shield, tone: 'neutral' },
  glass_broken: { icon: LockOpen, tone: 'orange' },
  case_opened: { icon: FolderOpen, tone: 'blue' },
  sheet_filed: { icon: ClipboardList, tone: 'blue' },
  sheet_amended: { icon: PencilLine, tone: 'neutral' },
  support_started: { icon: HandHelping, tone: 'green' },
  handoff_requested: { icon: ArrowLeftRight, tone: 'blue' },
  handoff_accepted: { icon: HandHelping, tone: 'green' },
  handoff_joined: { icon: Users, tone: 'green' },
  handoff_passed_on: { icon: CornerUpRight, tone: 'blue' },
  handoff_asked: { icon: CircleHelp, tone: 'yellow' },
  handoff_answered: { icon: MessageCircleReply, tone: 'neutral' },
  handoff_withdrawn: { icon: Undo2, tone: 'neutral' },
  handoff_escalated: { icon: MessagesSquare, tone: 'purple' },
  handoff_connected: { icon: CircleCheck, tone: 'green' },
  refusal_reported: { icon: MessagesSquare, tone: 'orange' },
  escalation_opened: { icon: MessagesSquare, tone: 'purple' },
  escalation_organized: { icon: MessagesSquare, tone: 'purple' },
  escalation_settled: { icon: CircleCheck, tone: 'purple' },
  custody_moved: { icon: UserRoundCheck, tone: 'green' },
  note_added: { icon: NotebookPen, tone: 'neutral' },
  note_corrected: { icon: PencilLine, tone: 'neutral' },
  case_escalated: { icon: MessagesSquare, tone: 'purple' },
  ping_pong_flagged: { icon: RefreshCcwDot, tone: 'orange' },
  monitoring_started: { icon: Eye, tone: 'green' },
  suspended: { icon: Undo2, tone: 'yellow' },
  resumed: { icon: RotateCcw, tone: 'green' },
  settled: { icon: CircleCheck, tone: 'purple' },
  closed: { icon: CircleCheck, tone: 'neutral' },
  reopened: { icon: RotateCcw, tone: 'blue' },
  conference_proposed: { icon: CalendarClock, tone: 'purple' },
  conference_scheduled: { icon: CalendarCheck, tone: 'purple' },
  conference_rescheduled: { icon: CalendarClock, tone: 'yellow' },
  conference_cancelled: { icon: CalendarX, tone: 'neutral' },
  conference_poll_late: { icon: CalendarClock, tone: 'orange' },
  dispatch_requested: { icon: GraduationCap, tone: 'purple' },
  dispatch_assigned: { icon: GraduationCap, tone: 'purple' },
  dispatch_confirmed: { icon: GraduationCap, tone: 'green' },
  dispatch_advised: { icon: GraduationCap, tone: 'green' },
  dispatch_followed_up: { icon: GraduationCap, tone: 'green' },
  dispatch_completed: { icon: CircleCheck, tone: 'purple' },
  dispatch_cancelled: { icon: Undo2, tone: 'neutral' },
  dispatch_unanswered: { icon: GraduationCap, tone: 'orange' },
  dispatch_follow_up_over: { icon: GraduationCap, tone: 'yellow' },
};

/** True for a kind this screen has words and a picture for. */
export function isShown(kind: string): kind is EventKind {
  return Object.hasOwn(faces, kind);
}

export function faceOf(kind: EventKind): { icon: LucideIcon; tone: ChipTone } {
  // A newer server may tell of kinds this screen does not know yet.
  return faces[kind] ?? { icon: FolderOpen, tone: 'neutral' };
}

/** What happened, as one sentence a colleague would say. */
export function useEventSentence(): (item: TimelineItem) => string {
  const t = useTranslations('cases.timeline');
  const reasons = useTranslations('codes.escalationReason');
  const hows = useTranslations('codes.connectHow');
  const notes = useTranslations('cases.noteKind');
  return (item) => {
    const values = {
      agency: item.agency?.name ?? (item.byClock ? t('system') : t('someAgency')),
      to: item.toAgency?.name ?? t('someAgency'),
      from: item.fromAgency?.name ?? t('someAgency'),
      ask: item.ask ?? 'lead',
      how: item.how ? hows(item.how) : t('someWay'),
      reason: item.escalationReason ? reasons(item.escalationReason) : '',
      why: item.escalationReason ? 'given' : 'none',
      clock: item.byClock ? 'yes' : 'no',
      number: item.sheetNumber ?? 1,
      note: item.note ? notes(item.note.kind) : 'none',
      met: item.note?.contactedHousehold ? 'yes' : 'no',
    };
    const kind: string = item.kind;
    return t(`sentence.${isShown(kind) ? kind : 'other'}`, values);
  };
}
