import { describe, expect, it } from 'vitest';
import { merge3, withValueAt } from './merge';

describe('merge3', () => {
  it('takes what only one side touched', () => {
    const { merged, conflicts } = merge3(
      { name: '山田', phone: '1', note: 'a' },
      { name: '山田花子', phone: '1', note: 'a' },
      { name: '山田', phone: '2', note: 'a' },
    );
    expect(merged).toEqual({ name: '山田花子', phone: '2', note: 'a' });
    expect(conflicts).toEqual([]);
  });

  it('keeps mine and reports the place when both changed it', () => {
    const { merged, conflicts } = merge3({ a: { note: '0' } }, { a: { note: '私' } }, { a: { note: '相手' } });
    expect(merged).toEqual({ a: { note: '私' } });
    expect(conflicts).toEqual([{ path: ['a', 'note'], base: '0', mine: '私', theirs: '相手' }]);
  });

  it('is no conflict when both changed it alike', () => {
    expect(merge3({ a: 1 }, { a: 2 }, { a: 2 })).toEqual({ merged: { a: 2 }, conflicts: [] });
  });

  it('merges rows by id: fields of one row, added and removed rows', () => {
    const base = [
      { id: 'p', age: 80, relation: '母' },
      { id: 'q', age: 50, relation: '子' },
    ];
    const mine = [
      { id: 'p', age: 81, relation: '母' },
      { id: 'q', age: 50, relation: '子' },
      { id: 'r', age: 3, relation: '孫' },
    ];
    const theirs = [
      { id: 's', age: 9, relation: 'めい' },
      { id: 'p', age: 80, relation: '実母' },
    ];
    const { merged, conflicts } = merge3(base, mine, theirs);
    expect(merged).toEqual([
      { id: 'p', age: 81, relation: '実母' },
      { id: 'r', age: 3, relation: '孫' },
      { id: 's', age: 9, relation: 'めい' },
    ]);
    expect(conflicts).toEqual([]);
  });

  it('keeps a row that one side changed and the other removed, and says so', () => {
    const base = [{ id: 'p', age: 80 }];
    const changed = [{ id: 'p', age: 81 }];
    const iRemoved = merge3(base, [], changed);
    expect(iRemoved.merged).toEqual(changed);
    expect(iRemoved.conflicts).toHaveLength(1);
    const theyRemoved = merge3(base, changed, []);
    expect(theyRemoved.merged).toEqual(changed);
    expect(theyRemoved.conflicts).toHaveLength(1);
  });

  it('merges lists of plain values as sets', () => {
    const { merged } = merge3(['debt', 'care'], ['debt', 'care', 'housing'], ['care', 'illness']);
    expect(merged).toEqual(['care', 'housing', 'illness']);
  });

  it('removes a field that one side cleared', () => {
    expect(merge3({ a: 1, b: 2 }, { b: 2 } as { a?: number; b: number }, { a: 1, b: 3 }).merged).toEqual({ b: 3 });
  });

  it('does not change its arguments', () => {
    const base = Object.freeze({ rows: Object.freeze([Object.freeze({ id: '1', v: 1 })]) });
    const mine = Object.freeze({ rows: Object.freeze([Object.freeze({ id: '1', v: 2 })]) });
    expect(() => merge3<unknown>(base, mine, base)).not.toThrow();
  });
});

it('puts a chosen value at a conflict', () => {
  const doc = { members: [{ id: 'p', note: '私' }], other: 1 };
  expect(withValueAt(doc, ['members', 'p', 'note'], '相手')).toEqual({
    members: [{ id: 'p', note: '相手' }],
    other: 1,
  });
  expect(withValueAt(doc, ['members', 'p'], undefined)).toEqual({ members: [], other: 1 });
  expect(withValueAt(doc, ['other'], undefined)).toEqual({ members: [{ id: 'p', note: '私' }] });
});
