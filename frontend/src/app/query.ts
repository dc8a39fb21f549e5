import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '@/api/problems';

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // Repeat only what may work the second time: no connection, or a server that is starting.
        retry: (count, error) => count < 2 && error instanceof ApiProblem && [0, 502, 503, 504].includes(error.status),
        networkMode: 'offlineFirst',
      },
      mutations: { networkMode: 'always' },
    },
  });
}
