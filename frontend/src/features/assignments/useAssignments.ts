import { useQuery } from '@tanstack/react-query';
import { type AssignmentPage, listAssignments } from '@/api/generated';

/** All roles of a case with what was done; looked at again with the case, whose tag it carries. */
export function useAssignments(caseId: string) {
  return useQuery({
    queryKey: [{ _id: 'listAssignments', tags: ['case'], query: { caseId } }],
    queryFn: async ({ signal }): Promise<AssignmentPage> =>
      (await listAssignments({ query: { box: 'case', caseId }, signal, throwOnError: true })).data,
  });
}
