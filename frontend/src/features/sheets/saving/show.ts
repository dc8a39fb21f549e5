import type { UseFormReturn } from 'react-hook-form';
import type { SheetContent } from '@/api/generated';
import { formOf } from '../model/content';
import type { SheetForm } from '../model/form';
import { sameJson } from '../model/patch';

/**
 * Puts into the form what differs between two documents, field by field: an input whose value did not change is not
 * touched, so neither the cursor nor a composition is disturbed, and half-typed dates stay.
 */
export function showInForm(form: UseFormReturn<SheetForm>, from: SheetContent, next: SheetContent): void {
  const [before, after] = [formOf(from), formOf(next)];
  walk(form, before as unknown as Tree, after as unknown as Tree, '');
}

type Tree = { [key: string]: unknown };

function walk(form: UseFormReturn<SheetForm>, before: Tree, after: Tree, path: string): void {
  for (const key of Object.keys(after)) {
    const [a, b] = [before[key], after[key]];
    if (sameJson(a as never, b as never)) continue;
    const name = path ? `${path}.${key}` : key;
    if (isTree(a) && isTree(b)) walk(form, a, b, name);
    else if (isRows(a) && isRows(b) && sameRows(a, b) && placed(form, name, b)) {
      for (const [i, row] of b.entries()) walk(form, a[i] ?? {}, row, `${name}.${placeOf(form, name, row, i)}`);
    } else form.setValue(name as never, b as never, { shouldDirty: true });
  }
}

function isTree(v: unknown): v is Tree {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

function isRows(v: unknown): v is Tree[] {
  return Array.isArray(v) && v.every(isTree);
}

/** Where a row stands in the form: rows nobody has written in yet are not part of the document. */
function placeOf(form: UseFormReturn<SheetForm>, name: string, row: Tree, i: number): number {
  const rows = form.getValues(name as never) as unknown as Tree[];
  return row.id ? rows.findIndex((r) => r.id === row.id) : i;
}

function placed(form: UseFormReturn<SheetForm>, name: string, rows: Tree[]): boolean {
  const shown = form.getValues(name as never) as unknown as Tree[];
  return rows.every((r) => (r.id ? shown.some((s) => s.id === r.id) : shown.length === rows.length));
}

/** The same rows in the same places: their fields can be set one by one. */
function sameRows(a: Tree[], b: Tree[]): boolean {
  return a.length === b.length && a.every((row, i) => row.id === b[i]?.id);
}
