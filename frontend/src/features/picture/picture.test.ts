import { expect, test } from 'vitest';
import type { HouseholdPicture } from '@/api/generated';
import { ageOf, withoutPerson, withPerson } from './draft';
import { genderOf, kinOf, placeOf } from './kin';
import { around, assign, before, layoutGenogram, SIZE, zigzag } from './layout';

type Person = HouseholdPicture['persons'][number];

function picture(relations: readonly string[], more: Partial<HouseholdPicture> = {}): HouseholdPicture {
  const persons = relations.map(
    (relation, n): Person => ({ id: `p${n}`, name: `見本${n}`, relation, subject: relation === '', age: 80 - n }),
  );
  return { persons, agencies: [], people: [], unions: [], parents: [], ties: [], mayEdit: true, etag: '"0"', ...more };
}

test.each([
  ['長男', 'child', 'male'],
  ['二女', 'child', 'female'],
  ['長男の妻', 'childInLaw', 'female'],
  ['母', 'parent', 'female'],
  ['義父', 'parentInLaw', 'male'],
  ['夫', 'spouse', 'male'],
  ['内縁の妻', 'spouse', 'female'],
  ['孫', 'grandchild', 'unknown'],
  ['祖母', 'grandparent', 'female'],
  ['弟', 'sibling', 'male'],
  ['同居人', undefined, 'unknown'],
  ['友人', undefined, 'unknown'],
] as const)('%s is %s, %s', (relation, place, gender) => {
  expect(placeOf(relation)).toBe(place);
  expect(genderOf(relation)).toBe(gender);
});

test('three generations stand in three rows, children below both parents', () => {
  const kin = kinOf(picture(['', '夫', '長男', '長男の妻', '孫', '母']));
  expect(kin.couples).toEqual([
    { a: 'p0', b: 'p1', kind: 'married' },
    { a: 'p2', b: 'p3', kind: 'married' },
  ]);
  expect(kin.descents).toContainEqual({ child: 'p2', parents: ['p0', 'p1'] });
  expect(kin.descents).toContainEqual({ child: 'p4', parents: ['p2', 'p3'] });
  expect(kin.descents).toContainEqual({ child: 'p0', parents: ['p5'] });
  const { at } = layoutGenogram(kin);
  const y = (id: string) => at.get(id)?.y ?? Number.NaN;
  expect(y('p5')).toBeLessThan(y('p0'));
  expect(y('p0')).toBe(y('p1'));
  expect(y('p1')).toBeLessThan(y('p2'));
  expect(y('p2')).toBe(y('p3'));
  expect(y('p3')).toBeLessThan(y('p4'));
});

test('what was written by hand wins over the 続柄', () => {
  const kin = kinOf(
    picture(['', '夫', '長男'], {
      people: [{ id: 'x', extra: true, name: '前夫', relation: '前夫', gender: 'male', deceased: true }],
      unions: [
        { a: 'p0', b: 'p1', kind: 'separated' },
        { a: 'p0', b: 'x', kind: 'divorced' },
      ],
      parents: [{ child: 'p2', parents: ['p0', 'x'] }],
    }),
  );
  expect(kin.couples.map((c) => c.kind)).toEqual(['separated', 'divorced']);
  expect(kin.descents).toEqual([{ child: 'p2', parents: ['p0', 'x'] }]);
  expect(kin.figures.find((f) => f.id === 'x')).toMatchObject({ extra: true, apart: true, deceased: true });
});

test('nobody stands on another, whoever is drawn, and all stand inside', () => {
  const all = [
    '',
    '夫',
    '妻',
    '父',
    '母',
    '義父',
    '義母',
    '長男',
    '長男の妻',
    '長女',
    '孫',
    '孫',
    '弟',
    '祖母',
    '同居人',
    '友人',
  ];
  for (let mask = 0; mask < 400; mask += 1) {
    const chosen = all.filter((_, n) => n === 0 || (mask * 2_654_435_761) % 2 ** (n + 1) >= 2 ** n);
    const kin = kinOf(picture(chosen));
    const { at, width, height } = layoutGenogram(kin);
    const points = kin.figures.map((f) => at.get(f.id));
    expect(points.every((p) => p && p.x > 0 && p.x < width && p.y > 0 && p.y < height)).toBe(true);
    for (const [n, p] of points.entries()) {
      for (const q of points.slice(n + 1)) {
        if (p && q && p.y === q.y) expect(Math.abs(p.x - q.x), chosen.join()).toBeGreaterThanOrEqual(SIZE + 8);
      }
    }
  }
});

test('a place chosen by hand is kept, and a boundary holds those who live together', () => {
  const kin = kinOf(
    picture(['', '長男', '長女'], {
      people: [
        { id: 'p2', apart: true },
        { id: 'p1', x: 300, y: 400 },
      ],
    }),
  );
  const drawn = layoutGenogram(kin);
  expect(drawn.at.get('p1')).toEqual({ x: 300, y: 400 });
  const box = drawn.household;
  const inside = (id: string) => {
    const p = drawn.at.get(id);
    return !!box && !!p && p.x > box.x && p.x < box.x + box.width && p.y > box.y && p.y < box.y + box.height;
  };
  expect([inside('p0'), inside('p1')]).toEqual([true, true]);
  expect(layoutGenogram(kinOf(picture(['']))).household).toBeUndefined();
});

test('a descent that goes in a circle is drawn all the same', () => {
  const kin = kinOf(
    picture(['', '長男'], {
      parents: [
        { child: 'p0', parents: ['p1'] },
        { child: 'p1', parents: ['p0'] },
      ],
    }),
  );
  expect(layoutGenogram(kin).at.size).toBe(2);
});

test('ties go around the middle, end before their mark, and a strained one is broken', () => {
  const points = around(4, 400, 200, 150, 80);
  expect(points[0]).toEqual({ x: 200, y: 20 });
  expect(points[2]?.y).toBeCloseTo(180);
  expect(before({ x: 0, y: 0 }, { x: 100, y: 0 }, 30)).toEqual({ x: 70, y: 0 });
  expect(zigzag({ x: 0, y: 0 }, { x: 70, y: 0 }).split('L').length).toBeGreaterThan(4);
});

test('who supports one person stands on that side, the others where there is room', () => {
  const places = around(4, 400, 400, 100, 100); // top, right, bottom, left
  const [first, second, third] = assign([undefined, { x: 380, y: 200 }, { x: 370, y: 200 }], places);
  expect(second).toEqual(places[1]);
  expect(third).not.toEqual(places[1]);
  expect(new Set([first, second, third]).size).toBe(3);
});

test('whoever is taken out takes every line to them along', () => {
  const before = {
    people: [
      { id: 'x', extra: true },
      { id: 'p1', apart: true },
    ],
    unions: [{ a: 'p0', b: 'x', kind: 'divorced' as const }],
    parents: [
      { child: 'p1', parents: ['p0', 'x'] },
      { child: 'p2', parents: ['x'] },
    ],
    ties: [
      { id: 't1', kind: 'weak' as const, person: 'x', resource: '友人' },
      { id: 't2', kind: 'weak' as const, resource: '近所' },
    ],
  };
  expect(withoutPerson(before, 'x')).toEqual({
    people: [{ id: 'p1', apart: true }],
    unions: [],
    parents: [{ child: 'p1', parents: ['p0'] }],
    ties: [{ id: 't2', kind: 'weak', resource: '近所' }],
  });
  expect(withPerson(before, 'p2', { deceased: true }).people.at(-1)).toEqual({ id: 'p2', deceased: true });
  expect([ageOf('８１'), ageOf(' 7 '), ageOf('八'), ageOf('-1'), ageOf('')]).toEqual([
    81,
    7,
    undefined,
    undefined,
    undefined,
  ]);
});
