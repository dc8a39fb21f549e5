import { screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { setUpClient } from '@/api/client';
import type { Me } from '@/api/generated';
import { resetSession, sessionState } from '@/api/session';
import { axeFaults, renderUi } from '@/testing/render';
import { providerOutcome } from './providerOutcome';
import { SignInPage } from './SignInPage';

const API = 'http://localhost:8080/api/v1';
const id = '019a0000-0000-7000-8000-000000000001';
const me: Me = {
  id,
  name: '見本 一郎',
  email: 'coordinator@example.test',
  agency: { id, code: 'a', name: '見本社協' },
  roles: ['coordinator'],
  memberships: [],
  mustChangePassword: false,
  demo: false,
  unreadNotifications: 0,
};
const answer = { accessToken: 't', expiresIn: 600, user: me };
const problem = (status: number, code: string, more = {}) =>
  HttpResponse.json({ type: 'x', title: 'x', status, code, ...more }, { status });

const server = setupServer();
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
beforeEach(() => {
  resetSession();
  server.use(
    http.get(`${API}/about`, () => HttpResponse.json({ demo: false, demoAccounts: [], provider: '市の認証' })),
    http.post(`${API}/sessions`, () =>
      problem(401, 'second_factor_required', { challengeId: 'c-1', factors: ['totp', 'recovery_code'] }),
    ),
  );
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function atSecondStep() {
  const page = await renderUi(<SignInPage returnTo="/cases" signedOut={false} />, '/sign-in');
  await page.user.type(screen.getByLabelText('メールアドレス'), 'coordinator@example.test');
  await page.user.type(screen.getByLabelText('パスワード'), 'right');
  await page.user.click(screen.getByRole('button', { name: 'サインイン' }));
  await screen.findByRole('heading', { level: 1, name: '二段階目の確認' });
  return page;
}

it('asks for the code after the password, says when it is wrong, and goes on', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post(`${API}/sessions/second-factor`, async ({ request }) => {
      const body = (await request.json()) as { code?: string };
      sent.push(body);
      return body.code === '123456'
        ? HttpResponse.json(answer, { status: 201 })
        : problem(401, 'invalid_second_factor');
    }),
  );
  const { user, path, container } = await atSecondStep();
  expect(screen.queryByRole('alert')).toBeNull();
  const code = screen.getByLabelText('認証アプリの6桁のコード');
  expect(code).toHaveAttribute('autocomplete', 'one-time-code');
  expect(code).toHaveFocus();
  expect(await axeFaults(container)).toEqual([]);
  await user.type(code, '000000{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent('同じコードは一度しか使えません');
  await user.clear(code);
  await user.type(code, '123456{Enter}');
  await waitFor(() => expect(path()).toBe('/cases'));
  expect(sessionState().status).toBe('signed_in');
  expect(sent.at(-1)).toEqual({ challengeId: 'c-1', code: '123456' });
});

it('takes a recovery code instead, and goes back to the password', async () => {
  const sent = vi.fn();
  server.use(
    http.post(`${API}/sessions/second-factor`, async ({ request }) => {
      sent(await request.json());
      return problem(401, 'challenge_expired');
    }),
  );
  const { user } = await atSecondStep();
  await user.click(screen.getByRole('button', { name: 'リカバリーコードを使う' }));
  await user.type(screen.getByLabelText('リカバリーコード'), 'abcd-efgh-jkmn-pqrs{Enter}');
  expect(await screen.findByRole('heading', { level: 1, name: 'サインイン' })).toBeInTheDocument();
  expect(screen.getByRole('alert')).toHaveTextContent('確認の時間が過ぎました');
  expect(sent).toHaveBeenCalledWith({ challengeId: 'c-1', recoveryCode: 'abcd-efgh-jkmn-pqrs' });
});

it('offers the city’s own provider where there is one, and says how a visit ended', async () => {
  await renderUi(<SignInPage returnTo="/" signedOut={false} provider={{ failure: 'unknown' }} />, '/sign-in');
  expect(await screen.findByRole('button', { name: '市の認証でサインイン' })).toBeInTheDocument();
  expect(screen.getByText(/このアカウントは、つなぐに登録されていません/)).toBeInTheDocument();
});

it('reads what the provider left in the address, and nothing else', () => {
  expect(providerOutcome('#provider=expired')).toEqual({ failure: 'expired' });
  expect(providerOutcome('#challenge=abc&factors=totp,other,passkey')).toEqual({
    challenge: { id: 'abc', factors: ['totp', 'passkey'] },
  });
  expect(providerOutcome('#provider=<script>')).toBeUndefined();
  expect(providerOutcome('')).toBeUndefined();
});
