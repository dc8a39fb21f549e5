import type { HouseholdPicture, PicturedOne, PictureInput } from '@/api/generated';

/** What people wrote down by hand, as it is edited. */
export function draftOf(p: HouseholdPicture): PictureInput {
  return { people: p.people, unions: p.unions, parents: p.parents, ties: p.ties };
}

/** Says something of a person; one of the household gets a line of its own only now. */
export function withPerson(d: PictureInput, id: string, to: Partial<PicturedOne>): PictureInput {
  const people = d.people.some((o) => o.id === id) ? d.people : [...d.people, { id }];
  return { ...d, people: people.map((o) => (o.id === id ? { ...o, ...to } : o)) };
}

/** Takes a person out, with every line that led to it. */
export function withoutPerson(d: PictureInput, id: string): PictureInput {
  return {
    people: d.people.filter((o) => o.id !== id),
    unions: d.unions.filter((u) => u.a !== id && u.b !== id),
    parents: d.parents
      .map((k) => ({ ...k, parents: k.parents.filter((x) => x !== id) }))
      .filter((k) => k.child !== id && k.parents.length > 0),
    ties: d.ties.filter((tie) => tie.person !== id),
  };
}

/** The list with one row changed. */
export function replaced<T>(list: readonly T[], n: number, to: T): T[] {
  return list.map((x, i) => (i === n ? to : x));
}

/** The list without one row. */
export function left<T>(list: readonly T[], n: number): T[] {
  return list.filter((_, i) => i !== n);
}

/** Whole years; what is no number stays out. Full-width digits count. */
export function ageOf(text: string): number | undefined {
  const digits = text.normalize('NFKC').trim();
  return /^\d{1,3}$/.test(digits) ? Number(digits) : undefined;
}
