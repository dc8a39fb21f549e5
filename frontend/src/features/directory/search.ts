import { z } from 'zod';
import type { ListAgenciesData, Reference } from '@/api/generated';

const code = z.string().max(100).optional().catch(undefined);

/** What the list is narrowed by, as it stands in the URL: agencies are public, so the text may stand there too. */
export const agencySearch = z.object({
  q: code,
  field: code,
  ward: code,
  district: code,
  issue: code,
  kind: code,
  sort: z.enum(['kana', 'kind']).optional().catch(undefined),
});

export type AgencySearchState = z.infer<typeof agencySearch>;
export type AgencyFilterName = 'q' | 'field' | 'ward' | 'district' | 'issue' | 'kind';
export type AgencyQuery = NonNullable<ListAgenciesData['query']>;

export const filterNames: readonly AgencyFilterName[] = ['q', 'field', 'ward', 'district', 'issue', 'kind'];

/** The state after a change: nothing empty stays, and a district goes when its ward goes. */
export function narrowed(
  before: AgencySearchState,
  change: Partial<AgencySearchState>,
  reference: Reference | undefined,
): AgencySearchState {
  const next = { ...before, ...change };
  const district = reference?.districts.find((d) => d.code === next.district);
  if (district && next.ward && district.ward !== next.ward) next.district = undefined;
  if (next.sort === 'kana') next.sort = undefined;
  return Object.fromEntries(Object.entries(next).filter(([, v]) => v)) as AgencySearchState;
}

export function isNarrowed(state: AgencySearchState): boolean {
  return filterNames.some((n) => state[n]);
}
