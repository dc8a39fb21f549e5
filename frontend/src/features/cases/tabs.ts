import type { DisclosureKind } from '@/api/generated';
import type { EventGroup } from '../timeline/sentences';

export const CASE_TABS = ['overview', 'handoffs', 'plan', 'timeline', 'files', 'sharing', 'custody'] as const;

export type CaseTab = (typeof CASE_TABS)[number];

/** What of a case is shown, as it stands in the URL. */
export interface CaseView {
  tab?: CaseTab;
  handoff?: string;
  events?: EventGroup;
  /** What the ledger shows. */
  given?: DisclosureKind;
  open?: 'hand_off' | 'add_note';
}
