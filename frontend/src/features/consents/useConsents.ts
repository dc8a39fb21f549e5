import { useQuery } from '@tanstack/react-query';
import { type ConsentList, listConsents } from '@/api/generated';

/** The household's consent; looked at again with the case, whose tag it carries. */
export function useConsents(caseId: string) {
  return useQuery({
    queryKey: [{ _id: 'listConsents', tags: ['case'], query: { caseId } }],
    queryFn: async ({ signal }): Promise<ConsentList> =>
      (await listConsents({ query: { caseId }, signal, throwOnError: true })).data,
  });
}
