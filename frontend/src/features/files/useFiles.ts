import { useQuery } from '@tanstack/react-query';
import { type FileList, listFiles } from '@/api/generated';

/** ファイル of a case; looked at again with the case, whose tag it carries. */
export function useFiles(caseId: string) {
  return useQuery({
    queryKey: [{ _id: 'listFiles', tags: ['case'], path: { caseId } }],
    queryFn: async ({ signal }): Promise<FileList> =>
      (await listFiles({ path: { caseId }, signal, throwOnError: true })).data,
  });
}
