import { useTranslations } from 'use-intl';
import type { Address, Birth, CodeLabel, Consent, Member, OtherName, PurposeNotice } from '@/api/generated';
import { ageOn, todayInJapan } from '@/lib/age';
import { dateOfInstant, formatInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';
import { labelOf, useReference } from '../reference';

/** A sheet's values in words, for reading, comparing and printing. Empty text where nothing is written. */
export interface Words {
  received: (instant: string | undefined) => string;
  channel: (code: string | undefined) => string;
  gender: (code: string | undefined) => string;
  birth: (b: Birth | undefined) => string;
  /** Age now when the day of birth is known, else as it was told. */
  age: (b: Birth | undefined) => string;
  memberAge: (m: Member) => string;
  address: (a: Address | undefined) => string;
  consent: (c: Consent | undefined) => string;
  /** How and when it was asked, without the state itself. */
  consentDetail: (c: Consent | undefined) => string;
  /** （令和8年11月22日に聞き取り） */
  toldOn: (day: string | undefined, style?: 'short') => string;
  otherName: (n: OtherName) => string;
  notice: (n: PurposeNotice | undefined) => string;
  issue: (code: string) => string;
  feature: (code: string) => string;
  issueTypes: readonly CodeLabel[];
  featureTypes: readonly CodeLabel[];
}

export function useWords(): Words {
  const t = useTranslations('sheets.words');
  const codes = useTranslations('codes');
  const kinds = useTranslations('sheets');
  const reference = useReference();
  const detail = (c: Consent) =>
    join(
      c.method && kinds(`method.${c.method}`),
      c.recordedOn && formatWareki(c.recordedOn),
      c.explainedBy && t('explainedBy', { name: c.explainedBy }),
      c.note,
    );
  const told = (day: string | undefined, style?: 'short') =>
    day ? t('toldOn', { day: formatWareki(day, style) }) : '';
  return {
    received: (instant) => (instant ? `${formatWareki(dateOfInstant(instant))} ${formatInstant(instant, 'time')}` : ''),
    channel: (code) => (code ? codes(`channel.${code as 'visit'}`) : ''),
    gender: (code) => (code ? codes(`gender.${code as 'male'}`) : ''),
    birth: (b) => {
      if (!b?.precision) return '';
      if (b.precision === 'unknown') return t('birthUnknown');
      if (b.date) return formatWareki(b.date);
      if (b.precision === 'age' && b.age !== undefined) return join(t('about', { age: b.age }), told(b.ageToldOn));
      if (b.year === undefined) return '';
      const era = yearInEra(b.year);
      return b.month ? t('aboutMonth', { era, year: b.year, month: b.month }) : t('aboutYear', { era, year: b.year });
    },
    age: (b) => {
      if (b?.date) return t('age', { age: ageOn(b.date, todayInJapan(new Date())) ?? 0 });
      return b?.age === undefined ? '' : t('age', { age: b.age });
    },
    memberAge: (m) => (m.age === undefined ? '' : join(t('age', { age: m.age }), told(m.ageToldOn))),
    address: (a) => {
      if (!a) return '';
      const kind = a.kind && a.kind !== 'in_city' ? kinds(`addressKind.${a.kind}`) : '';
      const code = a.postalCode ? `〒${a.postalCode}` : '';
      const ward = a.ward ? t('ward', { name: labelOf(reference?.wards, a.ward) }) : '';
      const district = a.district ? t('district', { name: a.district }) : '';
      // The 福祉区 is no part of the address (北区中央 is none of the post): it stands in brackets with the school district.
      const areas = [ward, district].filter(Boolean).join('・');
      return join(kind, code, `${a.town ?? ''}${a.lot ?? ''}`, a.building, a.text, areas && `（${areas}）`);
    },
    consent: (c) => (c?.state ? join(codes(`consent.${c.state}`), detail(c)) : ''),
    consentDetail: (c) => (c ? detail(c) : ''),
    toldOn: told,
    otherName: (n) => join(n.kind && kinds(`nameKind.${n.kind}`), n.name, n.kana && `（${n.kana}）`),
    notice: (n) =>
      n?.shown ? join(t('shown'), n.shownOn && formatWareki(n.shownOn), n.method && kinds(`method.${n.method}`)) : '',
    issue: (code) => labelOf(reference?.issueTypes, code),
    feature: (code) => labelOf(reference?.features, code),
    issueTypes: reference?.issueTypes ?? [],
    featureTypes: reference?.features ?? [],
  };
}

/** 昭和55 of 1980, by the era at the year's end. */
export function yearInEra(year: number): string {
  return formatWareki(`${year}-12-31`).replace(/年.*/, '');
}

function join(...parts: (string | undefined | false | '')[]): string {
  return parts.filter(Boolean).join(' ');
}
