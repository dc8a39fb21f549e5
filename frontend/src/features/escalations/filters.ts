import { z } from 'zod';
import type { EscalationReason, EscalationState } from '@/api/generated';

export const ESCALATION_STATES: readonly EscalationState[] = ['received', 'organizing', 'settled'];

export const ESCALATION_REASONS: readonly EscalationReason[] = [
  'no_destination',
  'no_support_menu',
  'support_refused',
  'refusal_report',
  'no_answer',
  'ping_pong',
  'other',
];

export const ASSIGNED = ['mine', 'none'] as const;

/** State of the list, as it stands in the URL. Without a state: what is not settled. */
export const escalationSearch = z.object({
  state: z
    .enum([...ESCALATION_STATES, 'all'])
    .optional()
    .catch(undefined),
  reason: z.enum(ESCALATION_REASONS).optional().catch(undefined),
  assigned: z.enum(ASSIGNED).optional().catch(undefined),
  /** 随時相談 only, or not at all. */
  informal: z.enum(['yes', 'no']).optional().catch(undefined),
  sort: z.enum(['newest']).optional().catch(undefined),
});

export type EscalationFilters = z.infer<typeof escalationSearch> & { q?: string };

/** What is asked of the server. */
export function escalationQuery({ state, reason, assigned, informal, sort, q }: EscalationFilters) {
  const open: EscalationState[] = ['received', 'organizing'];
  return {
    q: q || undefined,
    reason,
    assigned,
    informal: informal && informal === 'yes',
    sort,
    limit: 30,
    state: state === 'all' ? undefined : state ? [state] : open,
  };
}
