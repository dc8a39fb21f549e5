import type { EventKind, Notification } from '@/api/generated';
import { isShown } from '../timeline/sentences';

export interface NoticeGroup {
  /** The case, or the notice itself when it belongs to none. */
  readonly key: string;
  readonly caseId: string | undefined;
  readonly caseNumber: string | undefined;
  readonly items: Notification[];
  readonly unread: number;
}

/** Notices by case; the group with the newest notice first, as the list came. */
export function groupByCase(items: readonly Notification[]): NoticeGroup[] {
  const groups = new Map<string, { caseId?: string; caseNumber?: string; items: Notification[] }>();
  for (const n of items) {
    const key = n.caseId ?? n.id;
    const group = groups.get(key);
    if (group) group.items.push(n);
    else groups.set(key, { caseId: n.caseId, caseNumber: n.caseNumber, items: [n] });
  }
  return [...groups].map(([key, { caseId, caseNumber, items: own }]) => ({
    key,
    caseId,
    caseNumber,
    items: own,
    unread: own.filter((n) => !n.read).length,
  }));
}

/** Notices about one's own account; they belong to no case. */
const accountNotices = [
  'session_reuse',
  'second_factor_changed',
  'role_changed',
  'work_handed_over',
  'password_reset',
] as const;
export type AccountNotice = (typeof accountNotices)[number];

export function isAccountNotice(kind: string): kind is AccountNotice {
  return accountNotices.some((k) => k === kind);
}

/** The kind as the words know it; a newer server may tell of more. */
export function kindOf(kind: string): EventKind | AccountNotice | 'other' {
  return isShown(kind) || isAccountNotice(kind) ? kind : 'other';
}

/** Where on the case a notice leads. */
export function tabOf(n: Pick<Notification, 'handoffId' | 'kind'>): 'handoffs' | 'timeline' {
  return n.handoffId ? 'handoffs' : 'timeline';
}
