import type { Couple, Descent, Kin } from './kin';

/** Units of the drawing: pixels at its natural size. */
export const SIZE = 44;
export const STEP_X = 108;
export const STEP_Y = 132;
const MARGIN = 64;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Genogram {
  readonly width: number;
  readonly height: number;
  /** Centre of each symbol. */
  readonly at: ReadonlyMap<string, Point>;
  readonly couples: readonly { readonly couple: Couple; readonly from: Point; readonly to: Point }[];
  /** Broken lines from the parents down to each child. */
  readonly descents: readonly { readonly descent: Descent; readonly points: readonly Point[] }[];
  /** Around those who live together; absent for one alone. */
  readonly household?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** Persons who stand side by side: a couple, a chain of couples, or one alone. */
interface Unit {
  readonly ids: readonly string[];
  readonly children: Unit[];
}

/**
 * Places a family in rows, parents above children, couples side by side and nobody on top of another. Pure: the same kin
 * give the same drawing. A place chosen by hand wins.
 */
export function layoutGenogram(kin: Kin): Genogram {
  const units = unitsOf(kin);
  const at = new Map<string, Point>();
  const rowOf = (u: Unit) => Math.max(...u.ids.map((id) => kin.generation.get(id) ?? 0));
  const rows = units.map(rowOf);
  const top = rows.length > 0 ? Math.min(...rows) : 0;
  const inTree = new Set(units.flatMap((u) => u.children));
  let left = MARGIN;
  for (const root of units.filter((u) => !inTree.has(u))) {
    left += place(root, left, (u) => MARGIN + (rowOf(u) - top) * STEP_Y, at) + STEP_X * 0.5;
  }
  for (const f of kin.figures) if (f.at) at.set(f.id, { x: Math.max(f.at.x, SIZE), y: Math.max(f.at.y, SIZE) });
  const point = (id: string): Point => at.get(id) ?? { x: 0, y: 0 };
  const xs = [...at.values()].map((p) => p.x);
  const ys = [...at.values()].map((p) => p.y);
  return {
    width: Math.max(...xs, MARGIN) + MARGIN,
    height: Math.max(...ys, MARGIN) + MARGIN + 34,
    at,
    couples: kin.couples.filter((c) => at.has(c.a) && at.has(c.b)).map((couple) => line(couple, point)),
    descents: kin.descents
      .filter((d) => at.has(d.child) && d.parents.some((id) => at.has(id)))
      .map((descent) => ({ descent, points: lineDown(descent, point) })),
    household: boundary(kin, at),
  };
}

function unitsOf(kin: Kin): Unit[] {
  const of = new Map<string, string[]>();
  for (const f of kin.figures) of.set(f.id, [f.id]);
  for (const c of kin.couples) {
    const [a, b] = [of.get(c.a), of.get(c.b)];
    if (!a || !b || a === b) continue;
    // A man stands to the left of a woman, as genograms do; a second couple of the same person goes on at its side.
    const male = kin.figures.find((f) => f.id === c.b)?.gender === 'male';
    const joined = a.length === 1 && b.length === 1 && male ? [...b, ...a] : [...a, ...b];
    for (const id of joined) of.set(id, joined);
  }
  const units = new Map<string[], Unit>();
  for (const ids of of.values()) if (!units.has(ids)) units.set(ids, { ids, children: [] });
  const unitOf = (id: string) => units.get(of.get(id) ?? []);
  const placed = new Set<Unit>();
  const seniority = new Map(kin.figures.map((f) => [f.id, f.age ?? -1]));
  const oldestFirst = [...kin.descents].sort((x, y) => (seniority.get(y.child) ?? 0) - (seniority.get(x.child) ?? 0));
  for (const d of oldestFirst) {
    const child = unitOf(d.child);
    const parent = d.parents.map(unitOf).find((u) => u !== undefined);
    if (!child || !parent || child === parent || placed.has(child) || reaches(child, parent)) continue;
    placed.add(child);
    parent.children.push(child);
  }
  return [...units.values()];
}

function reaches(from: Unit, to: Unit): boolean {
  return from === to || from.children.some((c) => reaches(c, to));
}

/** Puts a unit above its children, centred; answers how wide that is. */
function place(u: Unit, left: number, y: (u: Unit) => number, at: Map<string, Point>): number {
  let below = 0;
  for (const c of u.children) below += place(c, left + below, y, at);
  const own = u.ids.length * STEP_X;
  const width = Math.max(own, below);
  if (below > 0 && below < own) shift(u.children, (own - below) / 2, at);
  u.ids.forEach((id, n) => {
    at.set(id, { x: left + (width - own) / 2 + (n + 0.5) * STEP_X, y: y(u) });
  });
  return width;
}

function shift(units: readonly Unit[], by: number, at: Map<string, Point>): void {
  for (const u of units) {
    for (const id of u.ids) {
      const p = at.get(id);
      if (p) at.set(id, { x: p.x + by, y: p.y });
    }
    shift(u.children, by, at);
  }
}

function line(couple: Couple, point: (id: string) => Point) {
  const [a, b] = [point(couple.a), point(couple.b)];
  const [l, r] = a.x <= b.x ? [a, b] : [b, a];
  return { couple, from: { x: l.x + SIZE / 2, y: l.y }, to: { x: r.x - SIZE / 2, y: r.y } };
}

function lineDown(d: Descent, point: (id: string) => Point): Point[] {
  const parents = d.parents.map(point);
  const child = point(d.child);
  const middle = parents.reduce((sum, p) => sum + p.x, 0) / parents.length;
  const y = Math.max(...parents.map((p) => p.y));
  const start = { x: middle, y: parents.length > 1 ? y : y + SIZE / 2 };
  const turn = child.y - SIZE / 2 - 26;
  return [start, { x: middle, y: turn }, { x: child.x, y: turn }, { x: child.x, y: child.y - SIZE / 2 }];
}

function boundary(kin: Kin, at: ReadonlyMap<string, Point>): Genogram['household'] {
  const together = kin.figures.filter((f) => !f.apart && !f.deceased && at.has(f.id));
  if (together.length < 2) return undefined;
  const points = together.flatMap((f) => at.get(f.id) ?? []);
  const pad = SIZE / 2 + 18;
  const x = Math.min(...points.map((p) => p.x)) - pad;
  const y = Math.min(...points.map((p) => p.y)) - pad;
  const right = Math.max(...points.map((p) => p.x)) + pad;
  const bottom = Math.max(...points.map((p) => p.y)) + pad + 30;
  return { x, y, width: right - x, height: bottom - y };
}

/** Places things evenly on an ellipse around the middle, the first at the top. */
export function around(count: number, width: number, height: number, rx: number, ry: number): Point[] {
  return Array.from({ length: count }, (_, n) => {
    const angle = (2 * Math.PI * n) / Math.max(count, 1) - Math.PI / 2;
    return { x: width / 2 + rx * Math.cos(angle), y: height / 2 + ry * Math.sin(angle) };
  });
}

/** A zigzag from one point to the other: the sign of a strained tie. */
export function zigzag(a: Point, b: Point): string {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const turns = Math.max(2, Math.round(length / 14));
  const [nx, ny] = [-dy / length, dx / length];
  const points = Array.from({ length: turns - 1 }, (_, n) => {
    const part = (n + 1) / turns;
    const side = n % 2 === 0 ? 6 : -6;
    return `L${(a.x + dx * part + nx * side).toFixed(1)} ${(a.y + dy * part + ny * side).toFixed(1)}`;
  });
  return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}${points.join('')}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`;
}

/** The point at a distance before the end of a line. */
export function before(a: Point, b: Point, distance: number): Point {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const part = Math.max(0, (length - distance) / length);
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
}

/** Gives each mark one of the places: those that belong to somebody the nearest, the others what is left, in their order. */
export function assign(targets: readonly (Point | undefined)[], places: readonly Point[]): Point[] {
  const free = [...places];
  const out = new Map<number, Point>();
  const take = (n: number, index: number) => {
    const [place] = free.splice(index, 1);
    if (place) out.set(n, place);
  };
  targets.forEach((target, n) => {
    if (!target) return;
    const far = free.map((p) => Math.hypot(p.x - target.x, p.y - target.y));
    take(n, far.indexOf(Math.min(...far)));
  });
  targets.forEach((target, n) => {
    if (!target) take(n, 0);
  });
  return targets.map((_, n) => out.get(n) ?? { x: 0, y: 0 });
}
