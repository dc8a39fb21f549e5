import { keepPreviousData, type QueryClient, useInfiniteQuery } from '@tanstack/react-query';

export interface KeysetPage<Row> {
  items: Row[];
  nextCursor?: string;
  total?: number;
}

/** What casework screens show and others change; the live updates look at the same tags. */
const CASEWORK = ['home', 'case', 'handoff', 'escalation', 'conference', 'notification'];

/**
 * A keyset list: pages one below the other, counted once with the first. `name` and `tag` make its key (the generator's
 * own keys of infinite lists carry no tag, so live updates would pass them by); `query` is what is asked.
 */
export function useKeyset<Row, Page extends KeysetPage<Row>>(
  name: string,
  tag: string,
  query: object,
  load: (page: { cursor?: string; count?: boolean }, signal: AbortSignal) => Promise<Page>,
) {
  const list = useInfiniteQuery({
    queryKey: [{ _id: name, tags: [tag], query }],
    queryFn: ({ pageParam, signal }) => load(pageParam ? { cursor: pageParam } : { count: true }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const first = list.data?.pages[0];
  return {
    ...list,
    first,
    rows: list.data?.pages.flatMap((p) => p.items) ?? [],
    total: first?.total,
  };
}

/** After a verb: everything that shows cases, handoffs and what follows from them is asked for again. */
export async function refreshCasework(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({
    predicate: ({ queryKey: [key] }) => {
      const tags = typeof key === 'object' && key !== null && 'tags' in key ? key.tags : undefined;
      return Array.isArray(tags) && tags.some((t) => CASEWORK.includes(t));
    },
  });
}
