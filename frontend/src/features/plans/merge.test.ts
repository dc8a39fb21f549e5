import { describe, expect, it } from 'vitest';
import type { PlanContent } from '@/api/generated';
import { mergePlan } from './merge';

const base: PlanContent = {
  wish: '家で暮らしたい',
  issues: '借金',
  goals: [
    { id: 'a', wheel: 'welfare', text: '返済の計画' },
    { id: 'b', wheel: 'social', text: 'サロン' },
  ],
};

describe('mergePlan', () => {
  it('takes what only one side touched', () => {
    const { content, clashes } = mergePlan(base, { ...base, wish: '海が見たい' }, { ...base, issues: '家賃の滞納' });
    expect(content).toMatchObject({ wish: '海が見たい', issues: '家賃の滞納' });
    expect(clashes).toEqual([]);
  });

  it('keeps mine and names the field where both wrote', () => {
    const { content, clashes } = mergePlan(base, { ...base, wish: '甲' }, { ...base, wish: '乙' });
    expect(content.wish).toBe('甲');
    expect(clashes).toEqual(['wish']);
  });

  it('merges rows: mine changed, theirs added, theirs taken away', () => {
    const mine = { ...base, goals: [{ id: 'a', wheel: 'welfare', text: '半分返す' }, base.goals?.[1]] } as PlanContent;
    const theirs: PlanContent = {
      ...base,
      goals: [
        { id: 'a', wheel: 'welfare', text: '返済の計画' },
        { id: 'c', wheel: 'social', text: '散歩' },
      ],
    };
    const { content, clashes } = mergePlan(base, mine, theirs);
    expect(content.goals?.map((g) => g.text)).toEqual(['半分返す', '散歩']);
    expect(clashes).toEqual([]);
  });

  it('keeps a row that I changed and they took away', () => {
    const mine: PlanContent = { ...base, goals: [{ id: 'a', wheel: 'welfare', text: '半分返す' }] };
    expect(mergePlan(base, mine, { ...base, goals: [] }).content.goals?.map((g) => g.text)).toEqual(['半分返す']);
  });
});
