import type { PlanContent } from '@/api/generated';

type Field = keyof PlanContent;

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export interface Merged {
  content: PlanContent;
  /** What both sides changed: mine stays, theirs is shown so that nothing is lost. */
  clashes: Field[];
}

/**
 * Three versions of a draft made one: what only one side touched merges by itself. Lists of rows are merged row by row,
 * since two people mostly write different rows.
 */
export function mergePlan(base: PlanContent, mine: PlanContent, theirs: PlanContent): Merged {
  const content: Record<string, unknown> = { ...theirs };
  const clashes: Field[] = [];
  for (const field of new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]) as Set<Field>) {
    if (same(mine[field], base[field])) continue;
    if (same(theirs[field], base[field]) || same(theirs[field], mine[field])) content[field] = mine[field];
    else if (field === 'goals' || field === 'supports' || field === 'roles') {
      const rows = mergeRows<Row>(base[field] ?? [], mine[field] ?? [], theirs[field] ?? []);
      content[field] = rows.rows;
      if (rows.clash) clashes.push(field);
    } else {
      content[field] = mine[field];
      clashes.push(field);
    }
  }
  return { content: content as PlanContent, clashes };
}

interface Row {
  id?: string;
}

function mergeRows<R extends Row>(base: readonly R[], mine: readonly R[], theirs: readonly R[]) {
  const of = (rows: readonly R[], id: string | undefined) => rows.find((r) => r.id === id);
  let clash = false;
  const rows: R[] = [];
  for (const m of mine) {
    const was = of(base, m.id);
    const now = of(theirs, m.id);
    if (was && !now) {
      if (same(m, was)) continue; // they took it away, I did not touch it
      rows.push(m);
    } else if (was && now && !same(m, was) && !same(now, was) && !same(m, now)) {
      clash = true;
      rows.push(m);
    } else rows.push(was && now && same(m, was) ? now : m);
  }
  for (const now of theirs) if (!of(base, now.id) && !of(mine, now.id)) rows.push(now);
  return { rows, clash };
}
