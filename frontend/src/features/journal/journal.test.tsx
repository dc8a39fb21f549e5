import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { setUpClient } from '@/api/client';
import type { BreachReport, JournalEntry, JournalViewers } from '@/api/generated';
import { dropSession } from '@/api/session';
import japanese from '@/i18n/japanese';
import { axeFaults, renderUi } from '@/testing/render';
import { BreachPage } from './BreachPage';
import { type BreachForm, breachQuestion, numbersIn } from './breach';
import { dayEnd, dayStart, journalQuery } from './filters';
import { JournalPage } from './JournalPage';
import { PrintBreachPage } from './PrintBreachPage';
import { ViewersPage } from './ViewersPage';

vi.setConfig({ testTimeout: 20_000 });
const server = setupServer();
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
beforeEach(() => dropSession());
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const HANAKO = { id: '01935a00-0000-7000-8000-000000000001', name: '窓口 花子' };
const AGENCY = { id: '01935a00-0000-7000-8000-0000000000aa', code: 'houkatsu', name: '中区地域包括支援センター' };
const base = { at: '2026-11-22T04:05:09Z', caseCount: 0, cases: [], refused: false, sealed: true };

const entries: JournalEntry[] = [
  {
    ...base,
    id: 41,
    kind: 'look',
    operation: 'listCases',
    account: HANAKO,
    agency: AGENCY,
    caseCount: 12,
    cases: ['R8-0001', 'R8-0002', 'R8-0003', 'R8-0004'].map((number) => ({ number })),
  },
  {
    ...base,
    id: 40,
    kind: 'session',
    operation: 'createSession',
    refused: true,
    code: 'invalid_credentials',
    sealed: false,
  },
  { ...base, id: 39, kind: 'change', operation: 'brandNewOperation', account: HANAKO },
];

test('rows tell who did what to which cases, in words', async () => {
  server.use(http.get('*/api/v1/journal', () => HttpResponse.json({ items: entries, total: 3 })));
  const onFilters = vi.fn();
  const { container, user } = await renderUi(<JournalPage filters={{}} onFilters={onFilters} />);
  const rows = await screen.findAllByRole('rowheader');
  expect(rows.map((r) => r.textContent)).toEqual(Array(3).fill('R8.11.22 13:05:09'));
  expect(screen.getByText('ケースの一覧に表示した')).toBeVisible();
  expect(screen.getByText('R8-0001、R8-0002、R8-0003')).toHaveTextContent('ほか9件');
  expect(screen.getByText('パスワード違い')).toBeVisible();
  expect(screen.getByText('サインインしていない人')).toBeVisible();
  expect(container).not.toHaveTextContent(/brandNewOperation|invalid_credentials/);
  expect(await axeFaults(container)).toEqual([]);
  const [name] = screen.getAllByRole('button', { name: /窓口 花子/ });
  await user.click(name as HTMLElement);
  expect(onFilters).toHaveBeenCalledWith({ account: HANAKO.id });
});

test('a number that does not exist is said so beside the field, not as a breakdown', async () => {
  server.use(
    http.get('*/api/v1/journal', () =>
      HttpResponse.json(
        {
          type: 'x',
          title: 'x',
          status: 422,
          code: 'invalid',
          errors: [{ pointer: 'caseNumber', code: 'unknown', message: 'x' }],
        },
        { status: 422, headers: { 'Content-Type': 'application/problem+json' } },
      ),
    ),
  );
  await renderUi(<JournalPage filters={{ q: 'R8-9999' }} onFilters={() => {}} />);
  expect(await screen.findByText('「R8-9999」というケースはありません')).toBeVisible();
});

test('who saw a household is asked for whole days in Japan', async () => {
  const asked: string[] = [];
  const found: JournalViewers = {
    cases: [{ number: 'R8-0001' }],
    items: [
      {
        account: HANAKO,
        agency: AGENCY,
        count: 3,
        refused: 1,
        firstAt: base.at,
        lastAt: base.at,
        deeds: [
          { operation: 'getCase', kind: 'look', refused: false, count: 3 },
          { operation: 'getSheet', kind: 'look', refused: true, count: 1 },
        ],
      },
    ],
  };
  server.use(
    http.get('*/api/v1/journal/viewers', ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json(found);
    }),
  );
  const filters = { q: 'R8-0001', from: '2026-11-01', to: '2026-11-22' };
  const { container } = await renderUi(<ViewersPage filters={filters} onFilters={() => {}} />);
  const row = (await screen.findByRole('rowheader', { name: /窓口 花子/ })).closest('tr') as HTMLElement;
  expect(within(row).getByText('ケースを開いた 3回')).toBeVisible();
  expect(within(row).getByText('断られた 1回')).toBeVisible();
  expect(new URLSearchParams(asked[0]).get('from')).toBe('2026-10-31T15:00:00.000Z');
  expect(new URLSearchParams(asked[0]).get('to')).toBe('2026-11-22T15:00:00.000Z');
  expect(await axeFaults(container)).toEqual([]);
});

test('the form says what is missing and asks only when all is there', async () => {
  const onAsk = vi.fn();
  const { container, user } = await renderUi(<BreachPage onAsk={onAsk} />);
  await user.click(screen.getByRole('button', { name: '下書きを作る' }));
  expect(screen.getByText('ケースの番号を1件から50件まで入れてください。')).toBeVisible();
  await waitFor(() => expect(screen.getByRole('textbox', { name: /ケースの番号/ })).toHaveFocus());
  expect(await axeFaults(container)).toEqual([]);
  await user.type(screen.getByRole('textbox', { name: /ケースの番号/ }), 'R8-0001、R8-0002');
  await user.click(screen.getByRole('button', { name: '下書きを作る' }));
  expect(onAsk).toHaveBeenCalledWith(
    expect.objectContaining({ caseNumbers: ['R8-0001', 'R8-0002'], malicious: false }),
  );
});

test('the paper holds the dates, the numbers and who saw it', async () => {
  const report: BreachReport = {
    cases: [{ number: 'R8-0001' }],
    caseCount: 1,
    persons: 3,
    sensitive: ['medical'],
    reasons: ['sensitive'],
    viewers: [],
    knownOn: '2026-11-22',
    promptFrom: '2026-11-24',
    promptUntil: '2026-11-26',
    finalUntil: '2026-12-21',
  };
  server.use(http.post('*/api/v1/journal/breach-report', () => HttpResponse.json(report)));
  const question = {
    caseNumbers: ['R8-0001'],
    from: dayStart('2026-11-01'),
    to: dayEnd('2026-11-22'),
    knownOn: '2026-11-22',
    malicious: false,
  };
  await renderUi(<PrintBreachPage question={question} />);
  expect(await screen.findByText('令和8年12月21日まで')).toBeVisible();
  expect(screen.getByText('対象の期間：令和8年11月1日から令和8年11月22日まで')).toBeVisible();
  expect(screen.getByText(/^3人/)).toBeVisible();
  expect(screen.getAllByRole('textbox')).toHaveLength(7);
});

test('what is asked, and what is not', () => {
  expect(journalQuery({ q: ' R8-0001 ', from: '2026-11-03', to: '2026-11-01' })).toMatchObject({
    caseNumber: 'R8-0001',
    to: undefined,
  });
  expect(numbersIn('R8-0001、R8-0002\nR8-0001, R8-0003')).toEqual(['R8-0001', 'R8-0002', 'R8-0003']);
  const form: BreachForm = {
    by: 'account',
    numbers: 'R8-1',
    account: HANAKO,
    from: '2026-11-01',
    to: '2026-11-02',
    knownOn: '2026-11-02',
    malicious: true,
  };
  expect(breachQuestion(form, '2026-11-22')).toEqual({
    accountId: HANAKO.id,
    from: '2026-10-31T15:00:00.000Z',
    to: '2026-11-02T15:00:00.000Z',
    knownOn: '2026-11-02',
    malicious: true,
  });
  for (const [change, fault] of [
    [{ account: undefined }, 'account'],
    [{ to: '2026-10-31' }, 'order'],
    [{ knownOn: '2026-11-23' }, 'future'],
    [{ by: 'cases', numbers: ' ' }, 'numbers'],
    [{ from: undefined }, 'from'],
  ] as const)
    expect(breachQuestion({ ...form, ...change }, '2026-11-22')).toBe(fault);
});

test('every operation of the contract that is journaled has a name', async () => {
  const sdk = await import('@/api/generated/sdk.gen');
  const quiet = /^(get(About|Me|Contract|ContractPage|Reference)|streamEvents|refreshSession)$/;
  const unnamed = Object.keys(sdk).filter((id) => !quiet.test(id) && !(id in japanese.journal.operations));
  expect(unnamed).toEqual([]);
});
