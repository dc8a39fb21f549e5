import { z } from 'zod';
import type { AccountState, Role } from '@/api/generated';

export const ACCOUNT_STATES: readonly AccountState[] = ['active', 'invited', 'inactive'];

export const ROLES: readonly Role[] = [
  'worker',
  'agency_manager',
  'coordinator',
  'advisor',
  'conference_member',
  'city_office',
  'system_admin',
  'auditor',
];

/** What an agency gives to its own people. */
export const MANAGED_ROLES: readonly Role[] = ['worker', 'agency_manager'];

/** State of the list, as it stands in the URL; the text searched for stays out of it. */
export const peopleSearch = z.object({
  state: z.enum(ACCOUNT_STATES).optional().catch(undefined),
  role: z.enum(ROLES).optional().catch(undefined),
  agency: z.uuid().optional().catch(undefined),
});

export type PeopleFilters = z.infer<typeof peopleSearch> & { q?: string };

/** Whether the reader keeps everybody's account, or the own agency's people. */
export type Scope = 'accounts' | 'staff';
