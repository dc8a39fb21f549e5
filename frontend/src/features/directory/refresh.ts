import type { QueryClient } from '@tanstack/react-query';

/** After an entry changed: everything that shows the directory is asked for again. */
export async function refreshDirectory(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({
    predicate: ({ queryKey: [key] }) =>
      typeof key === 'object' &&
      key !== null &&
      'tags' in key &&
      Array.isArray(key.tags) &&
      key.tags.includes('agency'),
  });
}
