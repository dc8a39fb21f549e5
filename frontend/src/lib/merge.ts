/** A value as JSON carries it. */
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

/** A place both sides changed differently. `path` uses ids inside lists of objects, so it survives reordering. */
export interface Conflict {
  readonly path: readonly string[];
  readonly base: Json;
  readonly mine: Json;
  readonly theirs: Json;
}

export interface Merge<T> {
  /** What only one side touched is merged; at a conflict it holds mine, so typed text is never lost. */
  readonly merged: T;
  readonly conflicts: readonly Conflict[];
}

/** Three-way merge of plain JSON: objects by field, lists of objects by their `id`, lists of plain values as sets. */
export function merge3<T>(base: T, mine: T, theirs: T): Merge<T> {
  const conflicts: Conflict[] = [];
  const merged = mergeValue(base as Json, mine as Json, theirs as Json, [], conflicts);
  return { merged: merged as T, conflicts };
}

/** The document with the value at a conflict's path replaced, for "take theirs". */
export function withValueAt<T>(document: T, path: readonly string[], value: Json): T {
  return replaceAt(document as Json, path, value) as T;
}

function mergeValue(base: Json, mine: Json, theirs: Json, path: string[], conflicts: Conflict[]): Json {
  if (same(mine, theirs)) return mine;
  if (same(base, theirs)) return mine;
  if (same(base, mine)) return theirs;
  if (isObject(mine) && isObject(theirs)) {
    return mergeObject(isObject(base) ? base : {}, mine, theirs, path, conflicts);
  }
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const from = Array.isArray(base) ? base : [];
    if ([from, mine, theirs].every(hasIds)) return mergeById(from, mine, theirs, path, conflicts);
    if ([from, mine, theirs].every(isSet)) return mergeSet(from, mine, theirs);
  }
  conflicts.push({ path, base, mine, theirs });
  return mine;
}

type JsonObject = { [key: string]: Json };

function mergeObject(base: JsonObject, mine: JsonObject, theirs: JsonObject, path: string[], conflicts: Conflict[]) {
  const out: JsonObject = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const value = mergeValue(base[key], mine[key], theirs[key], [...path, key], conflicts);
    if (value !== undefined) out[key] = value;
  }
  return out;
}

/** Order is mine; rows that only they added follow. A row one side removed and the other changed is a conflict, kept. */
function mergeById(base: Json[], mine: Json[], theirs: Json[], path: string[], conflicts: Conflict[]): Json[] {
  const [b, m, t] = [byId(base), byId(mine), byId(theirs)];
  const out: Json[] = [];
  for (const id of new Set([...m.keys(), ...t.keys()])) {
    const value = mergeValue(b.get(id), m.get(id), t.get(id), [...path, id], conflicts);
    const kept = value ?? (same(b.get(id), t.get(id)) ? undefined : t.get(id));
    if (kept !== undefined) out.push(kept);
  }
  return out;
}

function mergeSet(base: Json[], mine: Json[], theirs: Json[]): Json[] {
  const stays = (v: Json) => !base.includes(v) || (mine.includes(v) && theirs.includes(v));
  return [...new Set([...mine, ...theirs])].filter(stays);
}

function byId(rows: Json[]): Map<string, Json> {
  return new Map(rows.map((row) => [String((row as JsonObject).id), row]));
}

function hasIds(rows: Json[]): boolean {
  return rows.every((row) => isObject(row) && (typeof row.id === 'string' || typeof row.id === 'number'));
}

function isSet(rows: Json[]): boolean {
  return rows.every((v) => v === null || typeof v !== 'object') && new Set(rows).size === rows.length;
}

function isObject(v: Json): v is JsonObject {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => same(v, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((k) => same(a[k], b[k]));
}

function replaceAt(value: Json, path: readonly string[], next: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return next;
  if (Array.isArray(value)) return replaceRow(value, key, rest, next);
  const from = isObject(value) ? value : {};
  const child = replaceAt(from[key], rest, next);
  const { [key]: _, ...others } = from;
  return child === undefined ? others : { ...from, [key]: child };
}

function replaceRow(rows: Json[], id: string, rest: string[], next: Json): Json[] {
  const out: Json[] = [];
  let found = false;
  for (const row of rows) {
    const here = isObject(row) && String(row.id) === id;
    found ||= here;
    const value = here ? replaceAt(row, rest, next) : row;
    if (value !== undefined) out.push(value);
  }
  if (!found && next !== undefined) out.push(replaceAt(undefined, rest, next));
  return out;
}
