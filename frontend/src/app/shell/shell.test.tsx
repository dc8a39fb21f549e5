import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { IntlProvider } from 'use-intl';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { setUpClient } from '@/api/client';
import type { Me } from '@/api/generated';
import { currentToken, expireSession, sessionState, takeSession } from '@/api/session';
import { ToastRegion } from '@/components/ui';
import japanese from '@/i18n/japanese';
import { keepDraft, readDraft } from '@/lib/storage';
import { axeFaults } from '@/testing/render';
import { safeReturnPath } from '../returnPath';
import { SignInPage } from '../SignInPage';
import { IdleCover } from './IdleCover';
import { Shell } from './Shell';

const API = 'http://localhost:8080/api/v1';
const id = '019a0000-0000-7000-8000-000000000001';
const me: Me = {
  id,
  name: '見本 一郎',
  email: 'worker@example.test',
  agency: { id, code: 'a', name: '見本センター' },
  roles: ['worker'],
  memberships: [],
  mustChangePassword: false,
  demo: true,
  unreadNotifications: 3,
};
const answer = { accessToken: 't', expiresIn: 600, user: me };

const server = setupServer();
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
beforeEach(() => {
  takeSession(answer);
  server.use(
    http.get(
      `${API}/events`,
      () => new HttpResponse(new ReadableStream(), { headers: { 'Content-Type': 'text/event-stream' } }),
    ),
    http.get(`${API}/about`, () => HttpResponse.json({ demo: false, demoAccounts: [] })),
    http.get(`${API}/me`, () => HttpResponse.json(me)),
    http.get(`${API}/notifications`, () => HttpResponse.json({ items: [] })),
  );
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** A router of four pages, with the shell as in the product. */
async function openShell() {
  const root = createRootRoute();
  const shell = createRoute({
    getParentRoute: () => root,
    id: 'shell',
    component: () => (
      <Shell>
        <h1>仕事の画面</h1>
        <input aria-label="相談の内容" />
      </Shell>
    ),
  });
  const pages = ['/', '/cases', '/escalations'].map((path) => createRoute({ getParentRoute: () => shell, path }));
  const signIn = createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: () => <SignInPage returnTo="/cases" signedOut={false} />,
  });
  const router = createRouter({
    routeTree: root.addChildren([shell.addChildren(pages), signIn]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  await router.load();
  await act(async () => {
    render(
      <IntlProvider locale="ja" messages={japanese} timeZone="Asia/Tokyo">
        <QueryClientProvider client={new QueryClient()}>
          <ToastRegion>
            {/* biome-ignore lint/suspicious/noExplicitAny: a router of the test's own, not the registered one */}
            <RouterProvider router={router as any} />
          </ToastRegion>
        </QueryClientProvider>
      </IntlProvider>,
    );
  });
  return { user: userEvent.setup(), router };
}

it('says who I am, that this is a demonstration, and offers only what I may open', async () => {
  await openShell();
  expect(screen.getByText(/デモ環境です/)).toBeInTheDocument();
  expect(screen.getByRole('banner')).toHaveTextContent('見本センター');
  const nav = screen.getByRole('navigation', { name: '主なメニュー' });
  expect(
    within(nav)
      .getAllByRole('link')
      .map((a) => a.getAttribute('href')),
  ).toEqual(['/', '/cases']);
  expect(within(nav).getByRole('link', { name: 'ホーム' })).toHaveAttribute('aria-current', 'page');
  expect(await axeFaults(document.body)).toEqual([]);
});

it('begins with a link to the content', async () => {
  const { user } = await openShell();
  await user.tab();
  expect(screen.getByRole('link', { name: '本文へ進む' })).toHaveFocus();
  expect(screen.getByRole('link', { name: '本文へ進む' })).toHaveAttribute('href', '#main');
});

it('lists the keys under ?', async () => {
  const { user } = await openShell();
  await user.keyboard('?');
  expect(screen.getByRole('dialog', { name: 'キー操作の一覧' })).toHaveTextContent('キー操作の一覧を開く');
});

it('an ended session asks for the password over the page; what was typed stays', async () => {
  server.use(
    http.post(`${API}/sessions`, async ({ request }) =>
      ((await request.json()) as { password: string }).password === 'right-password'
        ? HttpResponse.json(answer, { status: 201 })
        : HttpResponse.json({ type: 'x', title: 'x', status: 401, code: 'bad_credentials' }, { status: 401 }),
    ),
  );
  const { user } = await openShell();
  await user.type(screen.getByRole('textbox', { name: '相談の内容' }), '家賃の滞納が');
  await act(async () => expireSession());
  const dialog = screen.getByRole('dialog', { name: 'もう一度サインインしてください' });
  await user.keyboard('{Escape}');
  expect(dialog).toBeInTheDocument();
  const password = within(dialog).getByLabelText('パスワード');
  expect(password).toHaveFocus();
  await user.type(password, 'wrong');
  await user.click(within(dialog).getByRole('button', { name: '続ける' }));
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('パスワードが違います');
  await user.clear(password);
  await user.type(password, 'right-password');
  await user.click(within(dialog).getByRole('button', { name: '続ける' }));
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'もう一度サインインしてください' })).toBeNull());
  expect(screen.getByRole('textbox', { name: '相談の内容' })).toHaveValue('家賃の滞納が');
  expect(sessionState().status).toBe('signed_in');
});

it.each([true, false])('sign-out leaves nothing here, whether the server answers (%s) or not', async (answers) => {
  server.use(
    http.delete(`${API}/sessions/current`, () =>
      answers ? new HttpResponse(null, { status: 204 }) : HttpResponse.error(),
    ),
  );
  await keepDraft('me', 'sheet-1', { name: '見本' }, new Date('2026-11-22T00:00:00Z'));
  const faults = vi.spyOn(console, 'error');
  const { user, router } = await openShell();
  await user.click(screen.getByRole('button', { name: 'サインアウト' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'));
  expect(currentToken()).toBeUndefined();
  expect(sessionState().status).toBe('signed_out');
  expect(await readDraft('me', 'sheet-1')).toBeUndefined();
  expect(faults).not.toHaveBeenCalled();
});

it('the sign-in page names what is missing, then goes where one wanted to go', async () => {
  server.use(http.post(`${API}/sessions`, () => HttpResponse.json(answer, { status: 201 })));
  const { user, router } = await openShell();
  await act(() => router.navigate({ to: '/sign-in' }));
  await user.click(screen.getByRole('button', { name: 'サインイン' }));
  expect(screen.getByRole('alert')).toHaveFocus();
  await user.click(screen.getByRole('link', { name: 'メールアドレスを入力してください。' }));
  await user.keyboard('worker@example.test');
  await user.type(screen.getByLabelText('パスワード'), 'right-password');
  await user.click(screen.getByRole('button', { name: 'サインイン' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/cases'));
});

it('too many guesses: says how long to wait', async () => {
  server.use(
    http.post(`${API}/sessions`, () =>
      HttpResponse.json(
        { type: 'x', title: 'x', status: 429, code: 'too_many' },
        { status: 429, headers: { 'Retry-After': '301' } },
      ),
    ),
  );
  const { user, router } = await openShell();
  await act(() => router.navigate({ to: '/sign-in' }));
  await user.type(screen.getByLabelText('メールアドレス'), 'worker@example.test');
  await user.type(screen.getByLabelText('パスワード'), 'x{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent('6分ほど待ってから');
});

it('hides the page after idleness; showing it again brings focus back', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    render(
      <IntlProvider locale="ja" messages={japanese}>
        <IdleCover after={1000}>
          <input aria-label="欄" />
        </IdleCover>
      </IntlProvider>,
    );
    screen.getByRole('textbox', { name: '欄' }).focus();
    act(() => vi.advanceTimersByTime(1100));
    const show = screen.getByRole('button', { name: '画面を表示する' });
    expect(show).toHaveFocus();
    expect(screen.getByLabelText('欄').closest('[inert]')).not.toBeNull();
    act(() => show.click());
    expect(screen.getByRole('textbox', { name: '欄' })).toHaveFocus();
  } finally {
    vi.useRealTimers();
  }
});

it.each([
  ['/cases/1?tab=a', '/cases/1?tab=a'],
  [undefined, '/'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?to=/sign-in', '/'],
])('returns from %s to %s', (to, path) => {
  expect(safeReturnPath(to)).toBe(path);
});
