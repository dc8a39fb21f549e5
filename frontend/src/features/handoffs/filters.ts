import { z } from 'zod';
import type { HandoffState } from '@/api/generated';

export const HANDOFF_STATES: readonly HandoffState[] = [
  'requested',
  'asked',
  'escalated',
  'accepted',
  'joined',
  'connected',
  'passed_on',
  'withdrawn',
];

/** State of the boxes, as it stands in the URL; what is not understood is left out. */
export const handoffSearch = z.object({
  box: z.enum(['received', 'sent']).optional().catch(undefined),
  state: z.enum(HANDOFF_STATES).optional().catch(undefined),
  needsMe: z.boolean().optional().catch(undefined),
  open: z.boolean().optional().catch(undefined),
  sort: z.enum(['needs', 'newest']).optional().catch(undefined),
});

export type HandoffFilters = z.infer<typeof handoffSearch> & { q?: string };

/** What is asked of the server. */
export function handoffQuery({ box = 'received', state, needsMe, open, sort, q }: HandoffFilters) {
  return {
    box,
    state: state && [state],
    needsMe: needsMe || undefined,
    open: open || undefined,
    sort: sort ?? ('needs' as const),
    q: q || undefined,
    limit: 30,
  };
}

/** True when something is held back. */
export function isNarrowed({ state, needsMe, open, q }: HandoffFilters): boolean {
  return Boolean(state || needsMe || open || q);
}
