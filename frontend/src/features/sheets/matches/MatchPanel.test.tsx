import { screen, within } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';
import type { HouseholdMatch } from '@/api/generated';
import { axeFaults, renderUi } from '@/testing/render';
import type { MatchChoice } from './choice';
import { MatchPanel } from './MatchPanel';
import { identityOf } from './useMatches';

const match: HouseholdMatch = {
  householdId: '01a20241-0000-7000-8000-000000000001',
  caseId: '01a20241-0000-7000-8000-000000000002',
  caseNumber: 'R8-0071',
  caseState: 'supporting',
  lead: { id: '01a20241-0000-7000-8000-000000000003', code: 'naka', name: '中区地域包括支援センター' },
  name: '山田 美代子',
  birthDate: '1940-04-02',
  age: 86,
  address: '中区 浜一丁目 2-3',
  score: 90,
  reasons: [{ code: 'same_name', text: '氏名が同じです' }],
};

function Panel({ matches }: { matches: HouseholdMatch[] }) {
  const [choice, setChoice] = useState<MatchChoice>({});
  const content = { subject: { name: '山田 みよ子', birth: { precision: 'day' as const, date: '1940-04-02' } } };
  return <MatchPanel matches={matches} content={content} choice={choice} onChoose={setChoice} />;
}

it('says nothing while nobody is likely', async () => {
  await renderUi(<Panel matches={[]} />);
  expect(screen.queryByText(/かもしれません/)).toBeNull();
});

it('shows who and why, compares side by side, and takes the household', async () => {
  const { user, container } = await renderUi(<Panel matches={[match]} />);
  expect(screen.getByRole('list', { name: '似ている理由' })).toHaveTextContent('氏名が同じです');
  expect(await axeFaults(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: /並べて確かめる/ }));
  const table = within(screen.getByRole('table', { name: '並べて確かめる' }));
  expect(table.getByRole('row', { name: /氏名/ })).toHaveTextContent('山田 みよ子山田 美代子');
  await user.click(screen.getByRole('button', { name: '同じ世帯：このケースに加える' }));
  expect(screen.getByText('R8-0071に加えます')).toBeVisible();
  await user.click(screen.getByRole('button', { name: '選び直す' }));
  await user.click(screen.getByRole('button', { name: 'どれも別の世帯です' }));
  expect(screen.getByText('別の世帯として提出します')).toBeVisible();
}, 20_000);

it('a closed case cannot be chosen', async () => {
  const { user } = await renderUi(<Panel matches={[{ ...match, caseState: 'closed' }]} />);
  await user.click(screen.getByRole('button', { name: /並べて確かめる/ }));
  expect(screen.queryByRole('button', { name: /このケースに加える/ })).toBeNull();
  expect(screen.getByText('このケースは終結しています')).toBeVisible();
}, 20_000);

it('asks again only when it says something new about who it is', () => {
  const subject = { name: '山田', consent: { state: 'given' as const } };
  expect(identityOf({ subject, request: 'a' })).toBe(identityOf({ subject: { name: '山田' }, request: 'b' }));
  expect(identityOf({ subject: { name: '山田', kana: 'やまだ' } })).not.toBe(identityOf({ subject }));
});
