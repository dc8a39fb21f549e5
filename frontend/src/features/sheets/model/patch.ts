import type { Json } from '@/lib/merge';

type JsonObject = { [key: string]: Json };

/**
 * The whole document as a JSON merge patch (RFC 7396) against what the server has: null for what was cleared. All of it
 * is sent, so that a server that lost a save in between ends with exactly this.
 */
export function mergePatch<T extends object>(server: T, mine: T): JsonObject {
  const [from, to] = [server as JsonObject, mine as JsonObject];
  const out: JsonObject = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [a, b] = [from[key], to[key]];
    if (b === undefined) out[key] = null;
    else out[key] = isObject(a) && isObject(b) ? mergePatch(a, b) : b;
  }
  return out;
}

export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => sameJson(v, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((k) => sameJson(a[k], b[k]));
}

/**
 * The document with the places the server refused put back to what the server has: one impossible date must not keep
 * the rest from being saved. `pointers` are JSON pointers into the request body (`/content/members/0/age`).
 */
export function withoutFaults<T extends object>(mine: T, server: T, pointers: readonly string[]): T {
  let out = structuredClone(mine) as JsonObject;
  for (const pointer of pointers) {
    const path = pointer.replace(/^\/content\//, '').split('/');
    out = putBack(out, server as JsonObject, path) as JsonObject;
  }
  return out as T;
}

function putBack(mine: Json, server: Json, path: readonly string[]): Json {
  const [key, ...rest] = path;
  if (key === undefined) return server;
  if (Array.isArray(mine)) {
    const row = mine[Number(key)];
    const id = isObject(row) ? row.id : undefined;
    const before = Array.isArray(server) && id ? server.find((r) => isObject(r) && r.id === id) : undefined;
    const next = rest.length > 0 ? putBack(row, before, rest) : before;
    return mine.map((r, i) => (i === Number(key) ? next : r)).filter((r) => r !== undefined);
  }
  if (!isObject(mine)) return server;
  const before = isObject(server) ? server[key] : undefined;
  const next = rest.length > 0 && mine[key] !== undefined ? putBack(mine[key], before, rest) : before;
  const { [key]: _, ...others } = mine;
  return next === undefined ? others : { ...others, [key]: next };
}

function isObject(v: Json): v is JsonObject {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}
