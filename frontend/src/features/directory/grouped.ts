import type { AgencySummary, Reference } from '@/api/generated';

export interface WardGroup {
  /** Code of the 福祉区; undefined = the whole city. */
  readonly ward: string | undefined;
  readonly agencies: readonly AgencySummary[];
}

export interface FieldGroup {
  readonly field: string;
  readonly wards: readonly WardGroup[];
}

/**
 * The directory as it is printed: by 分野, in it by 福祉区, in the order of the master data, those of the whole city first.
 * An agency stands wherever somebody would look for it: in each of its fields and wards. When a field or ward narrows the
 * list, only that one is shown.
 */
export function grouped(
  agencies: readonly AgencySummary[],
  reference: Reference,
  only: { field?: string; ward?: string } = {},
): FieldGroup[] {
  const fields = reference.fields.filter((f) => !only.field || f.code === only.field);
  const wards = [undefined, ...reference.wards.map((w) => w.code).filter((w) => !only.ward || w === only.ward)];
  return fields.flatMap(({ code: field }) => {
    const inField = agencies.filter((a) => a.fields.includes(field));
    const groups = wards.flatMap((ward) => {
      const here = inField.filter((a) => (ward === undefined ? a.wards.length === 0 : a.wards.includes(ward)));
      return here.length > 0 ? [{ ward, agencies: here }] : [];
    });
    return groups.length > 0 ? [{ field, wards: groups }] : [];
  });
}
