import { useQuery } from '@tanstack/react-query';
import { listProtections, type ProtectionList } from '@/api/generated';

/** 支援措置 of the household; looked at again with the case, whose tag it carries. */
export function useProtections(caseId: string) {
  return useQuery({
    queryKey: [{ _id: 'listProtections', tags: ['case'], path: { caseId } }],
    queryFn: async ({ signal }): Promise<ProtectionList> =>
      (await listProtections({ path: { caseId }, signal, throwOnError: true })).data,
  });
}
