import { useQueryClient } from '@tanstack/react-query';
import type { AnyRouter } from '@tanstack/react-router';
import { forgetEtags } from '@/api/etags';
import { deleteCurrentSession } from '@/api/generated';
import { currentToken, dropSession } from '@/api/session';
import { purgeDrafts } from '@/lib/storage';

/** Ends the session here and on the server and leaves nothing personal in the browser, also when the server is away. */
export function useSignOut(router: AnyRouter): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    try {
      if (currentToken()) await deleteCurrentSession();
    } catch {
      // The cookie then ends by its own term; everything in this browser goes all the same.
    }
    dropSession();
    forgetEtags();
    await purgeDrafts();
    await router.navigate({ to: '/sign-in', search: { out: true } });
    // All but what the sign-in page itself is just asking for, which tells of nobody.
    queries.removeQueries({ predicate: ({ queryKey: [key] }) => !isPublic(key) });
    queries.getMutationCache().clear();
  };
}

function isPublic(key: unknown): boolean {
  return typeof key === 'object' && key !== null && '_id' in key && key._id === 'getAbout';
}
