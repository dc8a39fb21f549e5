import { useTranslations } from 'use-intl';
import type { CodeLabel, Reference } from '@/api/generated';
import { labelOf, useReference } from '../cases/reference';

/** Where an agency or one of its services works. */
export interface Area {
  readonly wards: readonly string[];
  readonly districts?: readonly string[];
}

export interface DirectoryLabels {
  readonly reference: Reference | undefined;
  readonly field: (code: string) => string;
  readonly kind: (code: string) => string;
  readonly ward: (code: string) => string;
  readonly issue: (code: string) => string;
  /** 市内全域, 中区・東区, or 中区（操山・操南中学校区）. */
  readonly area: (area: Area) => string;
}

/** Words for the codes of the directory, from the master data. */
export function useDirectoryLabels(): DirectoryLabels {
  const t = useTranslations('directory');
  const reference = useReference();
  const of = (list: readonly CodeLabel[] | undefined) => (code: string) => labelOf(list, code);
  const ward = of(reference?.wards);
  return {
    reference,
    field: of(reference?.fields),
    kind: of(reference?.agencyKinds),
    issue: of(reference?.issueTypes),
    ward,
    area: ({ wards, districts = [] }) => {
      const inWards = inOrder(wards, reference?.wards).map(ward).join('・');
      if (districts.length === 0) return inWards || t('wholeCity');
      const inDistricts = t('districtsOf', { names: districts.map((d) => districtName(d, reference)).join('・') });
      return inWards ? t('areaWithDistricts', { wards: inWards, districts: inDistricts }) : inDistricts;
    },
  };
}

/** Codes in the order of the master data, which is the order people know. */
export function inOrder(codes: readonly string[], list: readonly CodeLabel[] | undefined): string[] {
  const at = new Map(list?.map((c, i) => [c.code, i]));
  return [...codes].sort((a, b) => (at.get(a) ?? at.size) - (at.get(b) ?? at.size));
}

function districtName(code: string, reference: Reference | undefined): string {
  return reference?.districts.find((d) => d.code === code)?.name ?? code;
}
