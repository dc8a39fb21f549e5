import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type HouseholdMatch, matchHouseholds, type SheetContent } from '@/api/generated';

/** What tells one person from another: a change of it asks again. */
export function identityOf(content: SheetContent): string {
  const s = content.subject ?? {};
  const a = s.address ?? {};
  return JSON.stringify([
    s.name,
    s.kana,
    s.otherNames,
    s.birth,
    a.kind === 'none' ? '' : [a.town, a.lot, a.building],
    s.phoneHome,
    s.phoneMobile,
  ]);
}

const NOBODY = identityOf({});

/**
 * Who is likely the same person or household, asked each time the saved draft says something new about who it is. The
 * server compares what it has saved, so the answer is the one filing will give.
 */
export function useMatches(sheetId: string | undefined, saved: SheetContent | undefined): readonly HouseholdMatch[] {
  const identity = identityOf(saved ?? {});
  const { data } = useQuery({
    queryKey: ['matchHouseholds', sheetId, identity],
    queryFn: async ({ signal }) => (await matchHouseholds({ body: { sheetId }, signal })).data.items,
    enabled: sheetId !== undefined && identity !== NOBODY,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
  });
  return sheetId !== undefined && identity !== NOBODY ? (data ?? []) : [];
}
