import { useQuery } from '@tanstack/react-query';
import { listPlans, type Plan, type PlanContent, type PlanList } from '@/api/generated';

/** The plan of a case, if it has one; looked at again with the case, whose tag it carries. */
export function usePlans(caseId: string) {
  return useQuery({
    queryKey: [{ _id: 'listPlans', tags: ['case'], query: { caseId } }],
    queryFn: async ({ signal }): Promise<PlanList> =>
      (await listPlans({ query: { caseId }, signal, throwOnError: true })).data,
  });
}

/** The version that was agreed last. */
export function inForce(p: Plan): Plan['versions'][number] | undefined {
  return p.versions.at(-1);
}

/** Who does something in a plan: an agency of the directory, or somebody by name. */
export function whoOf(p: Pick<Plan, 'agencies'>, row: { agencyId?: string; byName?: string }): string {
  return p.agencies.find((a) => a.id === row.agencyId)?.name ?? row.byName ?? '';
}

export function memberOf(p: Pick<Plan, 'members'>, id: string | undefined): string | undefined {
  return p.members.find((m) => m.id === id)?.name;
}

export type Wheel = NonNullable<PlanContent['goals']>[number]['wheel'];

export const WHEELS = ['welfare', 'social'] as const satisfies readonly Wheel[];
