import type { Address, Birth, Member } from '@/api/generated';
import { ageOn } from '@/lib/age';
import { eraOf, formatWareki, isoDate } from '@/lib/wareki';

/** Age on a day as far as it is known: exact, by the year alone (`about`), or as it was told. */
export interface KnownAge {
  readonly age: number;
  readonly about: boolean;
  /** The day it was told, when it was told and not computed. */
  readonly toldOn?: string;
}

export function ageOfBirth(birth: Birth | undefined, today: string): KnownAge | undefined {
  if (!birth) return undefined;
  if (birth.precision === 'day' && birth.date) {
    const age = ageOn(birth.date, today);
    return age === undefined ? undefined : { age, about: false };
  }
  if ((birth.precision === 'month' || birth.precision === 'year') && birth.year) {
    const age = ageOn(isoDate(birth.year, birth.month ?? 1, 1), today);
    return age === undefined ? undefined : { age, about: true };
  }
  if (birth.precision === 'age' && birth.age !== undefined) {
    return { age: birth.age, about: false, toldOn: birth.ageToldOn };
  }
  return undefined;
}

export function ageOfMember(member: Member): KnownAge | undefined {
  return member.age === undefined ? undefined : { age: member.age, about: false, toldOn: member.ageToldOn };
}

/** 昭和22年5月3日, 昭和22年5月 or 昭和22年, as far as it is known; empty when it is not. */
export function birthText(birth: Birth | undefined): string {
  if (birth?.precision === 'day' && birth.date) return formatWareki(birth.date);
  if (birth?.precision !== 'month' && birth?.precision !== 'year') return '';
  if (!birth.year) return '';
  const day = isoDate(birth.year, birth.month ?? 12, 1);
  const era = eraOf(day);
  const n = era ? birth.year - era.firstYear + 1 : 0;
  const year = era ? `${era.name}${n === 1 ? '元' : n}年` : `${birth.year}年`;
  return birth.precision === 'month' && birth.month ? `${year}${birth.month}月` : year;
}

/** One line of an address; the whole text when it was not split. */
export function addressText(address: Address | undefined): string {
  if (!address) return '';
  const parts = [address.town, address.lot, address.building].filter(Boolean).join(' ');
  return [address.postalCode && `〒${address.postalCode}`, parts || address.text].filter(Boolean).join(' ');
}
