import { expect, it } from 'vitest';
import type { Notification } from '@/api/generated';
import { groupByCase, kindOf, tabOf } from './group';

const notice = (id: string, caseId: string | undefined, read = false) =>
  ({ id, caseId, caseNumber: caseId && `R8-${caseId}`, read, kind: 'handoff_accepted', at: '' }) as Notification;

it('groups by case, the newest first, and counts what is unread', () => {
  const groups = groupByCase([
    notice('1', 'a'),
    notice('2', 'b', true),
    notice('3', undefined),
    notice('4', 'a', true),
  ]);
  expect(groups.map((g) => [g.key, g.items.length, g.unread])).toEqual([
    ['a', 2, 1],
    ['b', 1, 0],
    ['3', 1, 1],
  ]);
});

it('leads to the handoff it is about, else to the timeline', () => {
  expect(tabOf({ handoffId: 'h', kind: 'handoff_accepted' })).toBe('handoffs');
  expect(tabOf({ handoffId: undefined, kind: 'closed' })).toBe('timeline');
  expect(kindOf('handoff_accepted')).toBe('handoff_accepted');
  expect(kindOf('toString')).toBe('other');
});
