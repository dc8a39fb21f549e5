import {
  Archive,
  ArrowLeftRight,
  Bell,
  BookLock,
  BookOpen,
  Building2,
  CalendarCheck,
  CalendarDays,
  ChartColumn,
  ClipboardList,
  FolderOpen,
  GraduationCap,
  House,
  ListChecks,
  type LucideIcon,
  MailCheck,
  MessageCircleQuestionMark,
  PackageX,
  Presentation,
  SlidersHorizontal,
  UserCog,
  Users,
} from 'lucide-react';
import type { Role } from '@/api/generated';

export interface NavItem {
  readonly to: string;
  readonly label:
    | 'assignments'
    | 'monitorings'
    | 'missingResources'
    | 'home'
    | 'sheets'
    | 'cases'
    | 'handoffs'
    | 'escalations'
    | 'conferences'
    | 'agencies'
    | 'advisors'
    | 'dispatches'
    | 'statistics'
    | 'studies'
    | 'trainings'
    | 'surveys'
    | 'journal'
    | 'retention'
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
  { to: '/cases', label: 'cases', icon: FolderOpen, roles: [...content, 'advisor', 'conference_member'] },
  { to: '/handoffs', label: 'handoffs', icon: ArrowLeftRight, roles: content },
  { to: '/escalations', label: 'escalations', icon: MessageCircleQuestionMark, roles: ['coordinator'] },
  {
    to: '/conferences',
    label: 'conferences',
    icon: CalendarDays,
    roles: [...content, 'advisor', 'conference_member', 'city_office'],
  },
  { to: '/assignments', label: 'assignments', icon: ListChecks, roles: content },
  { to: '/monitorings', label: 'monitorings', icon: CalendarCheck, roles: content },
  { to: '/missing-resources', label: 'missingResources', icon: PackageX, roles: [...content, 'city_office'] },
  { to: '/agencies', label: 'agencies', icon: Building2 },
  { to: '/advisors', label: 'advisors', icon: GraduationCap, roles: [...content, 'city_office'] },
  { to: '/dispatches', label: 'dispatches', icon: GraduationCap, roles: ['advisor'] },
  { to: '/statistics', label: 'statistics', icon: ChartColumn, roles: [...content, 'city_office'] },
  { to: '/studies', label: 'studies', icon: BookOpen, roles: [...content, 'city_office'] },
  {
    to: '/trainings',
    label: 'trainings',
    icon: Presentation,
    roles: ['worker', 'agency_manager', 'coordinator', 'city_office'],
  },
  { to: '/surveys', label: 'surveys', icon: ListChecks, roles: ['coordinator', 'city_office'] },
  { to: '/retention', label: 'retention', icon: Archive, roles: ['city_office'] },
  { to: '/journal', label: 'journal', icon: BookLock, roles: ['auditor'] },
  { to: '/staff', label: 'staff', icon: Users, roles: ['agency_manager'] },
  { to: '/accounts', label: 'accounts', icon: UserCog, roles: ['system_admin'] },
  { to: '/settings', label: 'settings', icon: SlidersHorizontal, roles: ['city_office', 'system_admin'] },
  { to: '/mail', label: 'mail', icon: MailCheck, roles: ['system_admin'] },
  { to: '/notifications', label: 'notifications', icon: Bell, roles: [...content, 'advisor', 'conference_member'] },
];
