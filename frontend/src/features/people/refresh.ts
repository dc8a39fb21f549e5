import type { QueryClient } from '@tanstack/react-query';
import { etagOf } from '@/api/etags';

/** After a verb: everything that shows people is asked for again. */
export async function refreshPeople(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({
    predicate: ({ queryKey: [key] }) =>
      typeof key === 'object' &&
      key !== null &&
      'tags' in key &&
      Array.isArray(key.tags) &&
      key.tags.includes('account'),
  });
}

/** If-Match of the person as it was last read. */
export function seen(accountId: string): { 'If-Match': string } {
  return { 'If-Match': etagOf(`/accounts/${accountId}`) ?? '""' };
}
