import {
  ArrowLeftRight,
  Bell,
  BookLock,
  Building2,
  CalendarDays,
  ChartColumn,
  ClipboardList,
  FolderOpen,
  House,
  ListChecks,
  type LucideIcon,
  MailCheck,
  MessageCircleQuestionMark,
  SlidersHorizontal,
  UserCog,
  Users,
} from 'lucide-react';
import type { Role } from '@/api/generated';

export interface NavItem {
  readonly to: string;
  readonly label:
    | 'home'
    | 'sheets'
    | 'cases'
    | 'handoffs'
    | 'escalations'
    | 'conferences'
    | 'agencies'
    | 'journal'
    | 'agencies'
    | 'statistics'
    | 'surveys'
    | 'journal'
    | 'mail'
    | 'notifications'
    | 'staff'
    | 'accounts'
    | 'settings';
  readonly icon: LucideIcon;
  /** Absent: everybody. */
  readonly roles?: readonly Role[];
}

const content: readonly Role[] = ['worker', 'agency_manager', 'coordinator'];

/** The main menu. An item whose route does not exist yet is left out by the shell. */
export const navItems: readonly NavItem[] = [
  { to: '/', label: 'home', icon: House },
  { to: '/sheets', label: 'sheets', icon: ClipboardList, roles: content },
  { to: '/cases', label: 'cases', icon: FolderOpen, roles: content },
  { to: '/handoffs', label: 'handoffs', icon: ArrowLeftRight, roles: content },
  { to: '/escalations', label: 'escalations', icon: MessageCircleQuestionMark, roles: ['coordinator'] },
  {
    to: '/conferences',
    label: 'conferences',
    icon: CalendarDays,
    roles: [...content, 'advisor', 'conference_member', 'city_office'],
  },
  { to: '/agencies', label: 'agencies', icon: Building2 },
  { to: '/statistics', label: 'statistics', icon: ChartColumn, roles: [...content, 'city_office'] },
  { to: '/surveys', label: 'surveys', icon: ListChecks, roles: ['coordinator', 'city_office'] },
  { to: '/journal', label: 'journal', icon: BookLock, roles: ['auditor'] },
  { to: '/staff', label: 'staff', icon: Users, roles: ['agency_manager'] },
  { to: '/accounts', label: 'accounts', icon: UserCog, roles: ['system_admin'] },
  { to: '/settings', label: 'settings', icon: SlidersHorizontal, roles: ['city_office', 'system_admin'] },
  { to: '/mail', label: 'mail', icon: MailCheck, roles: ['system_admin'] },
  { to: '/notifications', label: 'notifications', icon: Bell, roles: content },
];
