import { useTranslations } from 'use-intl';
import type { HouseholdPicture, PictureTie } from '@/api/generated';
import { figuresOf } from './kin';

export type Seen = HouseholdPicture;

/** One line of the エコマップ: what was drawn by hand, or that an agency works on the case. */
export interface Support {
  readonly key: string;
  /** Several lines of one agency or person nearby lead to one mark. */
  readonly node: string;
  readonly name: string;
  /** What an agency is to the case; absent for people nearby. */
  readonly role?: 'lead' | 'supporting' | 'asked' | 'other';
  /** Whom it supports; absent is the household. */
  readonly person?: string;
  readonly kind: PictureTie['kind'];
  readonly oneWay: boolean;
  readonly note?: string;
}

/** All ties: those drawn by hand, and an ordinary one for each agency of the case that nobody has drawn yet. */
export function supportsOf(p: HouseholdPicture): Support[] {
  const agencies = new Map(p.agencies.map((a) => [a.agency.id, a]));
  const drawn = p.ties.map((tie): Support => {
    const of = tie.agency ? agencies.get(tie.agency) : undefined;
    return {
      key: tie.id,
      node: tie.agency ?? `resource:${tie.resource ?? ''}`,
      name: of?.agency.name ?? tie.resource ?? '',
      ...(tie.agency ? { role: of?.role ?? ('other' as const) } : {}),
      ...(tie.person ? { person: tie.person } : {}),
      kind: tie.kind,
      oneWay: tie.oneWay ?? false,
      ...(tie.note ? { note: tie.note } : {}),
    };
  });
  const known = new Set(drawn.map((s) => s.node));
  const others = p.agencies
    .filter((a) => !known.has(a.agency.id))
    .map(
      (a): Support => ({
        key: a.agency.id,
        node: a.agency.id,
        name: a.agency.name,
        role: a.role,
        kind: 'ordinary',
        oneWay: false,
      }),
    );
  return [...others, ...drawn];
}

/** The picture in one sentence, as one would say it on the telephone. */
export function useSpoken(p: HouseholdPicture): string {
  const t = useTranslations('pictures');
  const figures = figuresOf(p);
  const says = (f: (typeof figures)[number]) =>
    [
      f.subject ? t('subject') : f.relation,
      f.name || t('noName'),
      f.age === undefined ? '' : t('years', { age: f.age }),
      f.deceased ? t('deceased') : '',
    ]
      .filter(Boolean)
      .join(' ');
  const together = figures.filter((f) => !f.apart && !f.deceased);
  const elsewhere = figures.filter((f) => f.apart || f.deceased);
  const ties = supportsOf(p).map((s) => {
    const whom = figures.find((f) => f.id === s.person)?.name || t('household');
    return t('tieSpoken', { name: s.name, whom, kind: t(`tie.${s.kind}`) });
  });
  return [
    t('together', { count: together.length, who: together.map(says).join('、') }),
    elsewhere.length > 0 ? t('elsewhere', { who: elsewhere.map(says).join('、') }) : '',
    ties.length > 0 ? t('ties', { list: ties.join('、') }) : t('noTies'),
  ]
    .filter(Boolean)
    .join('');
}
