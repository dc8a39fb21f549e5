import type { HouseholdPicture, PictureUnion } from '@/api/generated';

/** A person as the pictures show it: from the sheet, or added by hand. */
export interface Figure {
  readonly id: string;
  readonly name: string;
  /** 続柄 as 本人 sees it; '' is 本人. */
  readonly relation: string;
  readonly subject: boolean;
  readonly gender: 'male' | 'female' | 'unknown';
  readonly age?: number;
  readonly deceased: boolean;
  /** Lives elsewhere, or is no member of the household. */
  readonly apart: boolean;
  /** Added by hand: no member of the household. */
  readonly extra: boolean;
  /** Place chosen by hand, in units of the drawing. */
  readonly at?: { readonly x: number; readonly y: number };
}

export interface Couple {
  readonly a: string;
  readonly b: string;
  readonly kind: PictureUnion['kind'];
}

export interface Descent {
  readonly child: string;
  readonly parents: readonly string[];
}

/** Who is related how; `generation` grows downwards, 本人 stands at 0. */
export interface Kin {
  readonly figures: readonly Figure[];
  readonly couples: readonly Couple[];
  readonly descents: readonly Descent[];
  readonly generation: ReadonlyMap<string, number>;
}

type Place = 'spouse' | 'parent' | 'parentInLaw' | 'child' | 'childInLaw' | 'grandchild' | 'grandparent' | 'sibling';

const PLACES: readonly (readonly [RegExp, Place])[] = [
  [/^(義|夫の|妻の|しゅうと)(父|母|め)?|^(舅|姑)/, 'parentInLaw'],
  [/^曽?祖(父|母)/, 'grandparent'],
  [/^(実|養|継)?(父|母)(親)?$/, 'parent'],
  [/^(長|次|二|三|四|五)?(男|女|子|息子|娘)の(妻|夫|配偶者)|^(嫁|婿)/, 'childInLaw'],
  [/^孫/, 'grandchild'],
  [/^(長|次|二|三|四|五|養|継|連れ)?(男|女|子|息子|娘)$|^子ども$/, 'child'],
  [/^(夫|妻|配偶者|内縁|パートナー)/, 'spouse'],
  [/^(義)?(兄|弟|姉|妹|きょうだい)/, 'sibling'],
];

/** What a 続柄 says of the place in the family; undefined for those it says nothing of (同居人, 友人 …). */
export function placeOf(relation: string): Place | undefined {
  return PLACES.find(([pattern]) => pattern.test(relation.trim()))?.[1];
}

/** What a 続柄 says of the sex where the sheet does not. */
export function genderOf(relation: string): Figure['gender'] {
  if (/妻$|母|娘|女$|姉|妹|嫁|姑/.test(relation)) return 'female';
  if (/夫$|父|息子|男$|兄|弟|婿|舅/.test(relation)) return 'male';
  return 'unknown';
}

const STEP: Record<Place, number> = {
  spouse: 0,
  sibling: 0,
  parent: -1,
  parentInLaw: -1,
  grandparent: -2,
  child: 1,
  childInLaw: 1,
  grandchild: 2,
};

/** The persons of the sheet and of the hand, with what was said of each. */
export function figuresOf(p: HouseholdPicture): Figure[] {
  const said = new Map(p.people.map((o) => [o.id, o]));
  const sex = (given: string | undefined, relation: string): Figure['gender'] =>
    given === 'male' || given === 'female' ? given : given ? 'unknown' : genderOf(relation);
  const placed = (o: { x?: number; y?: number } | undefined) =>
    o?.x !== undefined && o.y !== undefined ? { at: { x: o.x, y: o.y } } : {};
  const members = p.persons.map((d): Figure => {
    const o = said.get(d.id);
    return {
      id: d.id,
      name: d.name,
      relation: d.relation,
      subject: d.subject,
      gender: sex(d.gender ?? o?.gender, d.relation),
      ...(d.age === undefined ? {} : { age: d.age }),
      deceased: o?.deceased ?? false,
      apart: o?.apart ?? false,
      extra: false,
      ...placed(o),
    };
  });
  const extras = p.people
    .filter((o) => o.extra)
    .map(
      (o): Figure => ({
        id: o.id,
        name: o.name ?? '',
        relation: o.relation ?? '',
        subject: false,
        gender: sex(o.gender, o.relation ?? ''),
        ...(o.age === undefined ? {} : { age: o.age }),
        deceased: o.deceased ?? false,
        apart: true,
        extra: true,
        ...placed(o),
      }),
    );
  return [...members, ...extras];
}

/**
 * The family as far as it is known: what people wrote down by hand, and for the rest what the 続柄 say. A hand-written
 * line for a person replaces what the 続柄 says of that person.
 */
export function kinOf(p: HouseholdPicture): Kin {
  const figures = figuresOf(p);
  const subject = figures.find((f) => f.subject);
  const by = (place: Place) => figures.filter((f) => !f.subject && placeOf(f.relation) === place);
  const couples: Couple[] = p.unions.map((u) => ({ a: u.a, b: u.b, kind: u.kind }));
  const descents: Descent[] = p.parents.map((d) => ({ child: d.child, parents: d.parents }));
  const coupled = (a: string, b: string) => couples.some((c) => (c.a === a && c.b === b) || (c.a === b && c.b === a));
  const pair = (list: readonly Figure[]) => {
    const [a, b] = list;
    if (a && b && list.length === 2 && !coupled(a.id, b.id)) couples.push({ a: a.id, b: b.id, kind: 'married' });
  };
  const below = (child: string, parents: readonly Figure[]) => {
    if (parents.length === 0 || parents.length > 2 || descents.some((d) => d.child === child)) return;
    descents.push({ child, parents: parents.map((f) => f.id) });
  };
  if (subject) {
    const spouses = by('spouse');
    for (const s of spouses) {
      if (coupled(subject.id, s.id)) continue;
      couples.push({ a: subject.id, b: s.id, kind: /内縁|パートナー/.test(s.relation) ? 'common_law' : 'married' });
    }
    for (const list of [by('parent'), by('parentInLaw'), by('grandparent')]) pair(list);
    const [parents, elders] = [by('parent'), by('grandparent')];
    below(subject.id, parents);
    for (const s of by('sibling')) below(s.id, parents);
    if (spouses[0]) below(spouses[0].id, by('parentInLaw'));
    const [parent] = parents;
    if (parent) below(parent.id, elders);
    else if (elders.length > 0) below(subject.id, elders);
    const own = spouses.length === 1 && spouses[0] ? [subject, spouses[0]] : [subject];
    const children = by('child');
    for (const c of children) below(c.id, own);
    const inLaws = by('childInLaw');
    const married = inLaws.flatMap((f) => {
      const child = children.find((c) => f.relation.startsWith(c.relation)) ?? children[0];
      if (child && !coupled(child.id, f.id)) couples.push({ a: child.id, b: f.id, kind: 'married' });
      return child ? [{ child, f }] : [];
    });
    for (const g of by('grandchild')) {
      const of = married[0];
      below(g.id, of ? [of.child, of.f] : children.length > 0 ? children.slice(0, 1) : [subject]);
    }
  }
  return { figures, couples, descents, generation: generations(figures, couples, descents) };
}

/** Rows of the drawing: along the lines where there are some, by the 続柄 where there are none. */
function generations(figures: readonly Figure[], couples: readonly Couple[], descents: readonly Descent[]) {
  const out = new Map<string, number>();
  const start = (f: Figure) => {
    const place = f.subject ? undefined : placeOf(f.relation);
    out.set(f.id, place === undefined ? 0 : STEP[place]);
  };
  for (const f of figures) start(f);
  // Bounded: each round carries a line one step further, and no family is deeper than it has people.
  for (let round = 0; round < figures.length; round += 1) {
    let moved = false;
    const lower = (id: string, to: number) => {
      if ((out.get(id) ?? 0) >= to) return;
      out.set(id, to);
      moved = true;
    };
    for (const d of descents) for (const p of d.parents) lower(d.child, (out.get(p) ?? 0) + 1);
    for (const c of couples) {
      lower(c.a, out.get(c.b) ?? 0);
      lower(c.b, out.get(c.a) ?? 0);
    }
    if (!moved) break;
  }
  return out;
}
