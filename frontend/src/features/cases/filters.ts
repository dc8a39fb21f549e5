import { z } from 'zod';
import type { Access, CaseState } from '@/api/generated';

export const CASE_STATES: readonly CaseState[] = [
  'received',
  'supporting',
  'coordinating',
  'monitoring',
  'suspended',
  'closed',
];

export const ACCESSES: readonly Access[] = ['lead', 'supporting', 'received', 'coordinating', 'package', 'outcome'];

const code = z.string().max(60).optional().catch(undefined);

/** State of the list, as it stands in the URL; what is not understood is left out. */
export const caseSearch = z.object({
  state: z.enum(CASE_STATES).optional().catch(undefined),
  access: z.enum(ACCESSES).optional().catch(undefined),
  issue: code,
  feature: code,
  ward: code,
  district: code,
  /** Western year in which the 年度 begins. */
  year: z.number().int().min(2000).max(2100).optional().catch(undefined),
  /** Also the closed ones. */
  all: z.boolean().optional().catch(undefined),
  sort: z.enum(['updated', 'opened', 'kana']).optional().catch(undefined),
});

export type CaseFilters = z.infer<typeof caseSearch> & { q?: string };

/** What is asked of the server. Open cases unless told otherwise; a state named in the filter says it itself. */
export function caseQuery({ year, all, state, sort, q, ...codes }: CaseFilters) {
  return {
    ...codes,
    q: q || undefined,
    state: state && [state],
    open: all || state ? undefined : true,
    fiscalYear: year,
    sort: sort ?? ('updated' as const),
    limit: 30,
  };
}

/** True when something but the closed cases is held back. */
export function isNarrowed({ sort: _sort, all: _all, ...filters }: CaseFilters): boolean {
  return Object.values(filters).some((v) => v !== undefined && v !== '');
}
