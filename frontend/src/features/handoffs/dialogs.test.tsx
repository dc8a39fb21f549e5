import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { setUpClient } from '@/api/client';
import type { Case, Handoff } from '@/api/generated';
import { takeSession } from '@/api/session';
import { axeFaults, renderUi } from '@/testing/render';
import { AcceptDialog, AskDialog } from './AnswerDialogs';
import { HandOffDialog } from './HandOffDialog';
import { ConnectDialog, RefusalDialog } from './OutcomeDialogs';
import { PassOnDialog } from './PassOnDialog';

const API = 'http://localhost:8080/api/v1';
const naka = { id: '0197c9d5-0000-7000-8000-000000000001', code: 'naka', name: '見本中包括' };
const yori = { id: '0197c9d5-0000-7000-8000-000000000002', code: 'yori', name: '見本よりそい' };

const handoff = {
  id: '0197c9d5-0000-7000-8000-0000000000aa',
  caseId: '0197c9d5-0000-7000-8000-0000000000bb',
  caseNumber: 'R8-0001',
  ask: 'lead',
  state: 'requested',
  from: naka,
  to: yori,
  reason: '家計の相談が中心のため',
  urgent: false,
  scope: { sheet: true },
  dueAt: '2026-11-24T08:15:00Z',
  overdue: false,
  requestedAt: '2026-11-20T00:00:00Z',
  updatedAt: '2026-11-22T04:05:00Z',
  pingPong: false,
  needsMe: true,
  questions: [],
  refusalReports: [],
  etag: '"1"',
  actions: ['accept', 'join', 'pass_on', 'ask'],
} as unknown as Handoff;

const household = {
  id: handoff.caseId,
  number: 'R8-0001',
  lead: naka,
  issues: ['debt'],
  handoffs: [],
  sheets: [],
  members: [],
  danger: false,
} as unknown as Case;

const reference = {
  formVersion: '1',
  issueTypes: [{ code: 'debt', label: '支出・滞納・借金' }],
  features: [],
  wards: [],
  districts: [],
  fields: [],
  agencyKinds: [],
  relations: [],
  grounds: [
    { code: 'consent', label: '本人の同意', article: '69条', needsConsent: true, validFrom: '2005-04-01' },
    { code: 'abuse_report', label: '虐待の通告', article: '6条', needsConsent: false, validFrom: '2005-04-01' },
    {
      code: 'gone',
      label: '廃止された根拠',
      article: '旧条',
      needsConsent: false,
      validFrom: '2005-04-01',
      validUntil: '2020-03-31',
    },
  ],
  settings: { handoffAnswerBusinessDays: 2, urgentAnswerBusinessHours: 2, firstContactBusinessDays: 5, hopLimit: 3 },
};

const suggestion = {
  agency: { ...yori, kana: 'みほんよりそい', kind: 'x', fields: [], wards: [], issueTypes: ['debt'] },
  score: 5,
  reasons: [{ code: 'accepts_issue', text: '「支出・滞納・借金」を受け付けています' }],
};

const server = setupServer(
  http.get(`${API}/reference`, () => HttpResponse.json(reference)),
  http.get(`${API}/agencies/suggestions`, () => HttpResponse.json({ items: [suggestion] })),
  http.get(`${API}/agencies`, () => HttpResponse.json({ items: [] })),
);

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function signIn() {
  takeSession({ accessToken: 't', user: { name: '見本' } } as Parameters<typeof takeSession>[0]);
}

const problem = (status: number, code: string, detail?: string) =>
  HttpResponse.json({ type: 'about:blank', title: code, status, code, detail }, { status });

it('a press while the first one is on its way does nothing, and a lost connection repeats the same submission', async () => {
  signIn();
  const keys: (string | null)[] = [];
  const versions: (string | null)[] = [];
  let lost = true;
  server.use(
    http.post(`${API}/handoffs/${handoff.id}/accept`, ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'));
      versions.push(request.headers.get('If-Match'));
      if (lost) {
        lost = false;
        return HttpResponse.error();
      }
      return HttpResponse.json({ ...handoff, state: 'accepted', actions: ['connect'] });
    }),
  );
  const onClose = vi.fn();
  const { user } = await renderUi(<AcceptDialog handoff={handoff} onClose={onClose} />);
  const press = screen.getByRole('button', { name: '受け止める' });
  await user.dblClick(press);
  expect(await screen.findByText('つながりませんでした')).toBeInTheDocument();
  expect(keys).toHaveLength(1);
  await user.click(press);
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
  expect(versions).toEqual(['"1"', '"1"']);
});

it('409: says what happened meanwhile, keeps the typed text, and offers nothing that is over', async () => {
  signIn();
  const now = { ...handoff, state: 'withdrawn', etag: '"2"', actions: [], updatedAt: '2026-11-22T04:05:00Z' };
  server.use(
    http.post(`${API}/handoffs/${handoff.id}/accept`, () => problem(409, 'wrong_state')),
    http.get(`${API}/handoffs/${handoff.id}`, () => HttpResponse.json(now)),
  );
  const onClose = vi.fn();
  const { user } = await renderUi(<AcceptDialog handoff={handoff} onClose={onClose} />);
  await user.type(screen.getByRole('textbox'), '来週うかがいます');
  await user.click(screen.getByRole('button', { name: '受け止める' }));
  expect(await screen.findByText('入力している間に、状況が変わりました')).toBeInTheDocument();
  expect(screen.getByText('見本中包括が令和8年11月22日(日) 13:05につなぎを取り下げました。')).toBeInTheDocument();
  expect(screen.getByRole('textbox')).toHaveValue('来週うかがいます');
  expect(screen.queryByRole('button', { name: /受け止める|もう一度送る/ })).toBeNull();
  await user.click(screen.getByRole('button', { name: '閉じて、いまの状況を見る' }));
  expect(onClose).toHaveBeenCalledOnce();
});

it('412: the same verb can be done on what holds now, with its version', async () => {
  signIn();
  const versions: (string | null)[] = [];
  server.use(
    http.post(`${API}/handoffs/${handoff.id}/ask`, ({ request }) => {
      versions.push(request.headers.get('If-Match'));
      return versions.length === 1 ? problem(412, 'stale') : HttpResponse.json({ ...handoff, state: 'asked' });
    }),
    http.get(`${API}/handoffs/${handoff.id}`, () => HttpResponse.json({ ...handoff, etag: '"2"' })),
  );
  const onClose = vi.fn();
  const { user } = await renderUi(<AskDialog handoff={handoff} onClose={onClose} />);
  await user.type(screen.getByRole('textbox'), '長男さんの年齢は');
  await user.click(screen.getByRole('button', { name: '質問を送る' }));
  await user.click(await screen.findByRole('button', { name: 'もう一度送る' }));
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(versions).toEqual(['"1"', '"2"']);
});

it('a handoff one may not see any more was withdrawn', async () => {
  signIn();
  server.use(
    http.post(`${API}/handoffs/${handoff.id}/accept`, () => problem(404, 'not_found')),
    http.get(`${API}/handoffs/${handoff.id}`, () => problem(404, 'not_found')),
  );
  const { user } = await renderUi(<AcceptDialog handoff={handoff} onClose={vi.fn()} />);
  await user.click(screen.getByRole('button', { name: '受け止める' }));
  expect(await screen.findByText(/このつなぎは見られなくなりました/)).toBeInTheDocument();
});

it('typed text is not lost by Esc', async () => {
  signIn();
  const onClose = vi.fn();
  const { user } = await renderUi(<AskDialog handoff={handoff} onClose={onClose} />);
  await user.type(screen.getByRole('textbox'), '書きかけ');
  await user.keyboard('{Escape}');
  expect(onClose).not.toHaveBeenCalled();
  expect(screen.getByText('書きかけの内容があります。閉じると消えます。')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: '入力に戻る' }));
  expect(screen.getByRole('textbox')).toHaveValue('書きかけ');
});

it('hand-off: says what is missing, asks for a ground of today, and sends once with Ctrl+Enter', async () => {
  signIn();
  const bodies: unknown[] = [];
  server.use(
    http.post(`${API}/cases/${household.id}/handoffs`, async ({ request }) => {
      bodies.push(await request.json());
      return HttpResponse.json({ items: [handoff] }, { status: 201 });
    }),
  );
  const onClose = vi.fn();
  const { user, container } = await renderUi(<HandOffDialog case={household} onClose={onClose} />);
  await user.click(screen.getByRole('button', { name: 'つなぐ' }));
  const summary = await screen.findByRole('alert');
  expect(within(summary).getByText('つなぎ先を選んでください。')).toBeInTheDocument();
  expect(within(summary).getByText('情報を渡す根拠を選んでください。')).toBeInTheDocument();
  expect(bodies).toEqual([]);

  await user.click(await screen.findByRole('button', { name: /見本よりそい/ }));
  expect(screen.getByRole('radio', { name: /主担当をお願いする/ })).toBeChecked();
  expect(screen.queryByText('廃止された根拠')).toBeNull();
  expect(screen.queryByText('本人の同意')).toBeNull();
  await user.type(screen.getByRole('textbox', { name: /この機関につなぐ理由/ }), '家計の相談');
  await user.type(screen.getByRole('textbox', { name: /お願いしたいこと/ }), '家計の整理');
  await user.click(screen.getByRole('radio', { name: /虐待の通告/ }));
  expect(screen.getByText(/返事の期限は、送ってから2営業日です/)).toBeInTheDocument();
  expect(await axeFaults(container)).toEqual([]);
  await user.type(screen.getByRole('textbox', { name: /つなぎの目的/ }), '家で暮らす{Control>}{Enter}{/Control}');
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(bodies).toEqual([
    {
      receivers: [{ agencyId: yori.id, ask: 'lead', reason: '家計の相談', request: '家計の整理' }],
      purpose: '家で暮らす',
      urgent: false,
      scope: { sheet: true, notes: false },
      ground: 'abuse_report',
      leave: false,
    },
  ]);
}, 20_000);

it('pass on: an escalation as the answer is explained', async () => {
  signIn();
  const bodies: unknown[] = [];
  const next = { ...suggestion, agency: { ...suggestion.agency, id: 'z', name: '見本すまい' } };
  server.use(
    http.get(`${API}/agencies/suggestions`, () => HttpResponse.json({ items: [suggestion, next] })),
    http.post(`${API}/handoffs/${handoff.id}/pass-on`, async ({ request }) => {
      bodies.push(await request.json());
      return HttpResponse.json({ ...handoff, state: 'escalated', pingPong: true, actions: ['accept'] });
    }),
  );
  const { user } = await renderUi(<PassOnDialog handoff={handoff} case={household} onClose={vi.fn()} />);
  await user.click(screen.getByRole('button', { name: '受け止めて次へつなぐ' }));
  expect((await screen.findAllByText('次につなぐ機関を選んでください。')).length).toBeGreaterThan(0);
  await user.click(await screen.findByRole('button', { name: /見本すまい/ }));
  // Whoever asked and whoever is asked are no next agency.
  expect(screen.queryByRole('button', { name: /見本よりそい/ })).toBeNull();
  await user.type(screen.getByRole('textbox', { name: /次の機関につなぐ理由/ }), '住まい');
  await user.click(screen.getByRole('button', { name: '受け止めて次へつなぐ' }));
  expect(await screen.findByRole('heading', { name: '推進員の調整に移りました' })).toBeInTheDocument();
  expect(screen.getByText(/主担当は、これまでの機関のままです/)).toBeInTheDocument();
  expect(bodies).toEqual([{ nextAgencyId: 'z', reason: '住まい' }]);
}, 20_000);

it('refusal report: who, when and what; says that nothing moves', async () => {
  signIn();
  const { user } = await renderUi(<RefusalDialog handoff={handoff} onClose={vi.fn()} />);
  expect(screen.getByText(/つなぎもケースもそのまま動きません/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: '報告する' }));
  const summary = await screen.findByRole('alert');
  expect(
    within(summary)
      .getAllByRole('link')
      .map((l) => l.textContent),
  ).toEqual(['伝えてきた人を入力してください。', '言われた内容を入力してください。']);
});

it('connect: a moment that has not come is refused, the way is asked for', async () => {
  signIn();
  const { user } = await renderUi(<ConnectDialog handoff={{ ...handoff, actions: ['connect'] }} onClose={vi.fn()} />);
  const date = screen.getByRole('textbox', { name: '日付' });
  await user.clear(date);
  await user.type(date, '令和40年1月1日');
  await user.click(screen.getByRole('button', { name: '記録する' }));
  const summary = await screen.findByRole('alert');
  expect(within(summary).getByText('つながった方法を選んでください。')).toBeInTheDocument();
  expect(within(summary).getByText('つながった日時を入力してください。')).toBeInTheDocument();
});
