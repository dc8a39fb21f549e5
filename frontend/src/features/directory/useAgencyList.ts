import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type AgencyPage, listAgencies } from '@/api/generated';
import type { AgencySearchState } from './search';

const PAGE = 50;

/** The directory as narrowed, pages one below the other; counted with the first. */
export function useAgencyList(query: AgencySearchState) {
  const list = useInfiniteQuery({
    queryKey: [{ _id: 'agencyList', tags: ['agency'], query }],
    queryFn: async ({ pageParam, signal }): Promise<AgencyPage> => {
      const page = pageParam ? { cursor: pageParam } : { count: true };
      return (await listAgencies({ query: { ...query, limit: PAGE, ...page }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return { ...list, rows: list.data?.pages.flatMap((p) => p.items) ?? [], total: list.data?.pages[0]?.total };
}
