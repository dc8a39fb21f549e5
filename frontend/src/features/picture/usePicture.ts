import { useQuery } from '@tanstack/react-query';
import { getHouseholdPicture, type HouseholdPicture } from '@/api/generated';

/** 世帯の図 of a case; looked at again with the case, whose tag it carries. */
export function usePicture(caseId: string) {
  return useQuery({
    queryKey: [{ _id: 'getHouseholdPicture', tags: ['case'], path: { caseId } }],
    queryFn: async ({ signal }): Promise<HouseholdPicture> =>
      (await getHouseholdPicture({ path: { caseId }, signal, throwOnError: true })).data,
  });
}
