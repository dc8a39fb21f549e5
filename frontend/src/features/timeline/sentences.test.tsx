import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { EventKind, TimelineItem } from '@/api/generated';
import { renderUi } from '@/testing/render';
import { EVENT_GROUP_NAMES, EVENT_GROUPS, EVENT_KINDS, faceOf, useEventSentence } from './sentences';

const naka = { id: 'a1', code: 'naka', name: '見本中包括' };
const yori = { id: 'a2', code: 'yori', name: '見本よりそい' };

function event(kind: EventKind, more: Partial<TimelineItem> = {}): TimelineItem {
  return {
    id: kind,
    at: '2026-11-22T04:05:00Z',
    kind,
    byClock: false,
    agency: naka,
    fromAgency: naka,
    toAgency: yori,
    ...more,
  };
}

function Sentence({ item }: { item: TimelineItem }) {
  return <p data-testid="s">{useEventSentence()(item)}</p>;
}

async function sentence(item: TimelineItem): Promise<string> {
  const { unmount } = await renderUi(<Sentence item={item} />);
  const text = screen.getByTestId('s').textContent ?? '';
  unmount();
  return text;
}

describe('a sentence for every kind of event', () => {
  it.each(EVENT_KINDS)('%s', async (kind) => {
    const text = await sentence(event(kind));
    expect(text).toMatch(/(ました|ません)/);
    // Neither a key of the messages nor a code nor an unfilled place.
    expect(text).not.toMatch(/[a-z_{}]/);
    expect(faceOf(kind).icon).toBeDefined();
  });
});

it.each<[EventKind, Partial<TimelineItem>, string]>([
  ['handoff_requested', { ask: 'lead' }, '見本中包括が見本よりそいに主担当になることをお願いしました'],
  ['handoff_requested', { ask: 'join' }, '見本中包括が見本よりそいにいっしょに支援することをお願いしました'],
  ['handoff_joined', { ask: 'lead' }, '見本よりそいが連携機関として加わりました（主担当は変わりません）'],
  ['handoff_joined', { ask: 'join' }, '見本よりそいが連携機関として加わりました'],
  ['handoff_connected', { how: 'accompanied' }, '見本よりそいが世帯とつながりました（同行）'],
  ['custody_moved', {}, '主担当が見本中包括から見本よりそいに替わりました'],
  ['escalation_opened', { escalationReason: 'ping_pong' }, '推進員への相談が始まりました（たらい回し）'],
  [
    'handoff_escalated',
    { byClock: true, agency: undefined, escalationReason: 'no_answer' },
    '見本よりそいから期限までに返事がなかったため、推進員の調整に移りました',
  ],
  [
    'handoff_escalated',
    { escalationReason: 'no_destination' },
    '見本よりそいへのつなぎが、推進員の調整に移りました（連携先が確定しない）',
  ],
  ['sheet_amended', { sheetNumber: 3 }, '見本中包括がつなぐシートを訂正しました（第3版）'],
])('%s says who did what', async (kind, more, text) => {
  expect(await sentence(event(kind, more))).toBe(text);
});

it('says something of a kind it does not know', async () => {
  expect(await sentence(event('from_the_future' as EventKind))).toBe('見本中包括の操作で、ケースに動きがありました');
});

it('every kind can be found by a filter', () => {
  const covered = new Set<EventKind>(EVENT_GROUP_NAMES.flatMap((g) => [...EVENT_GROUPS[g]]));
  expect(EVENT_KINDS.filter((k) => !covered.has(k))).toEqual([]);
});
