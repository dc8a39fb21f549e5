import { describe, expect, it } from 'vitest';
import type { Case, Handoff } from '@/api/generated';
import { offeredActions } from './HandoffActions';
import { inOrder } from './HandoffsPanel';
import { nextStep } from './nextStep';
import { askFor, checkOrder, everyoneConsented, fieldOf, leadAskedFor, type OrderDraft, orderBody } from './order';

const a = { id: 'a', code: 'a', name: '甲' };
const b = { id: 'b', code: 'b', name: '乙' };

function draft(part: Partial<OrderDraft> = {}): OrderDraft {
  return {
    receivers: [{ agency: a, ask: 'lead' }],
    texts: () => ({ reason: '家計の相談が中心', request: '家計の整理' }),
    purpose: '家で暮らしつづける',
    urgent: false,
    scope: { sheet: true, notes: false },
    ground: '',
    groundNote: '',
    leave: false,
    ...part,
  };
}

const rules = { consented: true, leadAsked: false, needsNote: (g: string) => g === 'other' };

describe('an order of handoffs', () => {
  it('is complete with one receiver, reason, request and purpose', () => {
    expect(checkOrder(draft(), rules)).toEqual([]);
  });

  it('names each field that is missing, in the order of the form', () => {
    const empty = draft({
      texts: () => ({ reason: '', request: '' }),
      purpose: '',
      scope: { sheet: false, notes: false },
    });
    expect(checkOrder(empty, { ...rules, consented: false })).toEqual([
      ['reason-a', 'reason'],
      ['request-a', 'request'],
      ['purpose', 'purpose'],
      ['scope', 'scope'],
      ['ground', 'ground'],
    ]);
    expect(checkOrder(draft({ receivers: [] }), rules)).toEqual([['receivers', 'receivers']]);
  });

  it('asks at most one agency for the lead', () => {
    const two = draft({
      receivers: [
        { agency: a, ask: 'lead' },
        { agency: b, ask: 'lead' },
      ],
    });
    expect(checkOrder(two, rules)).toEqual([['ask-b', 'twoLeads']]);
    expect(checkOrder(draft(), { ...rules, leadAsked: true })).toEqual([['ask-a', 'leadAsked']]);
  });

  it('asks for a ground without everybody’s consent, and for words where the ground needs them', () => {
    const without = { ...rules, consented: false };
    expect(checkOrder(draft({ ground: 'life_and_body' }), without)).toEqual([]);
    expect(checkOrder(draft({ ground: 'other' }), without)).toEqual([['groundNote', 'groundNote']]);
    expect(checkOrder(draft({ ground: 'other', groundNote: '条例による' }), without)).toEqual([]);
  });

  it('sends consent as the ground when everybody consented, and leaves only with the lead', () => {
    expect(orderBody(draft({ ground: 'other', leave: true }), rules)).toMatchObject({ ground: 'consent', leave: true });
    const join = draft({ receivers: [{ agency: a, ask: 'join' }], ground: 'abuse_report', leave: true });
    expect(orderBody(join, { consented: false })).toMatchObject({
      ground: 'abuse_report',
      leave: false,
      receivers: [{ agencyId: 'a', ask: 'join', reason: '家計の相談が中心', request: '家計の整理' }],
    });
  });

  it('puts the server’s faults on the receiver they belong to', () => {
    const receivers = [
      { agency: a, ask: 'lead' as const },
      { agency: b, ask: 'join' as const },
    ];
    expect(fieldOf('receivers.1.reason', receivers)).toBe('reason-b');
    expect(fieldOf('receivers.0.agencyId', receivers)).toBe('ask-a');
    expect(fieldOf('receivers.7.reason', receivers)).toBe('receivers');
    expect(fieldOf('purpose', receivers)).toBeUndefined();
  });

  it('proposes the lead for the first one only', () => {
    expect(askFor([], false)).toBe('lead');
    expect(askFor([], true)).toBe('join');
    expect(askFor([{ agency: a, ask: 'lead' }], false)).toBe('join');
  });
});

it('consent is everybody’s or nobody’s, as it stands now and not as the sheet said', () => {
  const person = (state: string, current = true) => ({ current, consent: { state } });
  const of = (...members: object[]) => ({ members }) as unknown as Case;
  expect(everyoneConsented(of(person('given'), person('given')))).toBe(true);
  expect(everyoneConsented(of(person('given'), person('withdrawn')))).toBe(false);
  expect(everyoneConsented(of(person('given'), person('refused', false)))).toBe(true);
  expect(everyoneConsented(of(person('unconfirmed')))).toBe(false);
  expect(everyoneConsented(of())).toBe(false);
});
function handoff(id: string, part: Partial<Handoff>): Handoff {
  return {
    id,
    state: 'requested',
    ask: 'lead',
    needsMe: false,
    dueAt: '2026-11-24T08:15:00Z',
    requestedAt: '2026-11-20T00:00:00Z',
    actions: [],
    ...part,
  } as Handoff;
}

it('a case shows first what waits for the reader, then what is open by due time, then what is over, newest first', () => {
  const list = [
    handoff('old', { state: 'connected', requestedAt: '2026-01-01T00:00:00Z' }),
    handoff('late', { dueAt: '2026-11-30T00:00:00Z' }),
    handoff('mine', { needsMe: true, dueAt: '2026-12-01T00:00:00Z' }),
    handoff('new', { state: 'withdrawn', requestedAt: '2026-06-01T00:00:00Z' }),
    handoff('soon', { state: 'asked', dueAt: '2026-11-23T00:00:00Z' }),
  ];
  expect(inOrder(list).map((h) => h.id)).toEqual(['mine', 'soon', 'late', 'new', 'old']);
  expect(leadAskedFor({ handoffs: list })).toBe(true);
  expect(leadAskedFor({ handoffs: [handoff('x', { state: 'withdrawn' })] })).toBe(false);
});

it.each([
  [{ actions: ['accept', 'join', 'ask'], state: 'requested', ask: 'lead' }, 'decideLead'],
  [{ actions: ['join', 'ask'], state: 'requested', ask: 'join' }, 'decideJoin'],
  [{ actions: ['answer', 'withdraw'], state: 'asked', ask: 'lead' }, 'answer'],
  [{ actions: ['connect'], state: 'accepted', ask: 'lead' }, 'connect'],
  [{ actions: ['withdraw'], state: 'requested', ask: 'lead' }, 'wait'],
  [{ actions: [], state: 'asked', ask: 'lead' }, 'waitAnswer'],
  [{ actions: [], state: 'escalated', ask: 'lead' }, 'coordinating'],
  [{ actions: [], state: 'joined', ask: 'join' }, 'waitConnect'],
  [{ actions: [], state: 'connected', ask: 'lead' }, 'look'],
] as const)('next step of %j', (h, step) => {
  expect(nextStep({ ...h, actions: [...h.actions] })).toBe(step);
});

it('buttons are those the server offers, 加わる first where only that was asked', () => {
  expect(offeredActions({ actions: ['withdraw', 'answer'], ask: 'lead' })).toEqual(['answer', 'withdraw']);
  expect(offeredActions({ actions: ['accept', 'join', 'pass_on'], ask: 'lead' })).toEqual([
    'accept',
    'join',
    'pass_on',
  ]);
  expect(offeredActions({ actions: ['ask', 'join'], ask: 'join' })).toEqual(['join', 'ask']);
  expect(offeredActions({ actions: ['reject', 'delete'], ask: 'lead' })).toEqual([]);
});
