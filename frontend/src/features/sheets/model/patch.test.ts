import { expect, it } from 'vitest';
import { ApiProblem } from '@/api/problems';
import { formOf } from './content';
import { emptyMember } from './form';
import { newId } from './ids';
import { mergePatch, withoutFaults } from './patch';
import { faultsByName } from './pointers';

it('a merge patch carries everything, and null for what was cleared', () => {
  const server = { request: 'a', wishes: 'b', subject: { name: 'x', kana: 'y' }, issues: ['care'] };
  const mine = { request: 'a', subject: { name: 'z' }, issues: [], members: [{ id: '1' }] };
  expect(mergePatch(server, mine as never)).toEqual({
    request: 'a',
    wishes: null,
    subject: { name: 'z', kana: null },
    issues: [],
    members: [{ id: '1' }],
  });
});

it('one impossible place does not keep the rest from being saved', () => {
  const server = { request: 'old', members: [{ id: 'm1', age: 50 }] };
  const mine = {
    request: 'new',
    subject: { birth: { date: '2999-01-01' } },
    members: [{ id: 'm1', age: 999, name: '健' }],
  };
  const rest = withoutFaults(mine as never, server as never, ['/content/subject/birth/date', '/content/members/0/age']);
  expect(rest).toEqual({ request: 'new', subject: { birth: {} }, members: [{ id: 'm1', age: 50, name: '健' }] });
});

it('faults of rows find their row again although empty rows were not sent', () => {
  const form = formOf({});
  form.members = [emptyMember('a'), { ...emptyMember('b'), name: '健一' }];
  const problem = new ApiProblem({
    status: 422,
    code: 'validation',
    errors: [
      { pointer: '/content/members/0/age', code: 'x', message: '年齢' },
      { pointer: '/content/issues/3', code: 'x', message: 'お困りごと' },
      { pointer: '/householdId', code: 'x', message: '世帯' },
    ],
  });
  expect([...faultsByName(problem, { members: [{ id: 'b', name: '健一' }] }, form)]).toEqual([
    ['members.1.age', '年齢'],
    ['issues', 'お困りごと'],
  ]);
});

it('ids are UUIDs of version 7 and grow with time', () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newId(1_000) < newId(2_000)).toBe(true);
});
