import type { District, Reference } from '@/api/generated';

export { labelOf, useReference } from '@/features/cases/reference';

/** The 中学校区 of a ward; all of them while no ward is chosen. */
export function districtsOf(reference: Reference | undefined, ward: string): readonly District[] {
  return (reference?.districts ?? []).filter((d) => !ward || d.ward === ward);
}
