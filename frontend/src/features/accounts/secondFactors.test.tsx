import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { setUpClient } from '@/api/client';
import type { SecondFactors as Have, Me, SessionInfo } from '@/api/generated';
import { takeSession } from '@/api/session';
import { bytes, text } from '@/lib/passkey';
import { axeFaults, renderUi } from '@/testing/render';
import { SecondFactors } from './SecondFactors';
import { Sessions } from './Sessions';

const API = 'http://localhost:8080/api/v1';
const id = (n: number) => `019a0000-0000-7000-8000-00000000000${n}`;
const problem = (status: number, code: string, more = {}) =>
  HttpResponse.json({ type: 'x', title: 'x', status, code, ...more }, { status });

let have: Have;
const server = setupServer();
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
beforeEach(() => {
  takeSession({ accessToken: 't', expiresIn: 600, user: {} as Me });
  have = {
    required: true,
    offeredOnly: false,
    totp: false,
    passkeysPossible: false,
    passkeys: [],
    recoveryCodesLeft: 0,
  };
  server.use(http.get(`${API}/me/second-factors`, () => HttpResponse.json(have)));
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

it('asks who is there, shows the picture, takes the first code, and keeps the recovery codes before it goes on', async () => {
  let fresh = false;
  const codes = ['abcd-efgh-jkmn-pqrs', '0123-4567-89ab-cdef'];
  server.use(
    http.post(`${API}/me/second-factors/totp`, () =>
      fresh
        ? HttpResponse.json({ secret: 'ABCDEFGH', uri: 'otpauth://totp/x', qr: ['101', '010', '111'] }, { status: 201 })
        : problem(403, 'fresh_authentication_required'),
    ),
    http.post(`${API}/sessions/current/refresh-authentication`, async ({ request }) => {
      const { password } = (await request.json()) as { password?: string };
      fresh = password === 'right';
      return fresh
        ? new HttpResponse(null, { status: 204 })
        : problem(422, 'invalid', {
            errors: [{ pointer: '/password', code: 'wrong', message: 'パスワードが違います。' }],
          });
    }),
    http.post(`${API}/me/second-factors/totp/confirm`, async ({ request }) => {
      expect(await request.json()).toEqual({ code: '123456' });
      have = { ...have, totp: true, totpSince: '2026-11-22T00:00:00Z', recoveryCodesLeft: 2 };
      return HttpResponse.json({ recoveryCodes: codes });
    }),
  );
  const onEnrolled = vi.fn();
  const { user, container } = await renderUi(<SecondFactors onEnrolled={onEnrolled} />);
  await user.click(await screen.findByRole('button', { name: '認証アプリを登録する' }));
  const dialog = await screen.findByRole('dialog', { name: 'ご本人の確認' });
  await user.type(within(dialog).getByLabelText('パスワード'), 'wrong{Enter}');
  expect(await within(dialog).findByText('パスワードが違います。')).toBeInTheDocument();
  await user.clear(within(dialog).getByLabelText('パスワード'));
  await user.type(within(dialog).getByLabelText('パスワード'), 'right{Enter}');
  expect(await screen.findByRole('img', { name: /認証アプリで読み取る図/ })).toBeInTheDocument();
  expect(screen.getByText('ABCD EFGH')).toBeInTheDocument();
  expect(await axeFaults(container)).toEqual([]);
  await user.type(screen.getByLabelText('アプリに表示された6桁のコード'), '123456{Enter}');
  const list = await screen.findByRole('list', { name: 'リカバリーコードの一覧' });
  expect(list).toHaveTextContent(codes.join(''));
  await user.click(screen.getByRole('button', { name: '次へ進む' }));
  expect(onEnrolled).not.toHaveBeenCalled();
  await user.click(screen.getByRole('checkbox', { name: '控えました' }));
  await user.click(screen.getByRole('button', { name: '次へ進む' }));
  expect(onEnrolled).toHaveBeenCalledOnce();
});

it('a demonstration offers and says that it does not require', async () => {
  have = { ...have, required: false, offeredOnly: true };
  await renderUi(<SecondFactors />);
  expect(await screen.findByText(/これはデモ環境なので、登録しなくても使えます/)).toBeInTheDocument();
  expect(screen.getByText(/パスキーを登録できません/)).toBeInTheDocument();
});

it('the last one stays where the role needs it: the server’s words are shown', async () => {
  have = { ...have, totp: true, totpSince: '2026-11-22T00:00:00Z', recoveryCodesLeft: 8 };
  server.use(
    http.delete(`${API}/me/second-factors/totp`, () =>
      problem(409, 'wrong_state', { detail: 'ほかの方法を登録してから外してください。' }),
    ),
  );
  const { user } = await renderUi(<SecondFactors />);
  expect(await screen.findByText('残り 8 個')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: '認証アプリを外す' }));
  expect(await screen.findByText('ほかの方法を登録してから外してください。')).toBeInTheDocument();
});

it('lists where I am signed in, this device first, and ends another', async () => {
  const one = (n: number, more: Partial<SessionInfo>): SessionInfo => ({
    id: id(n),
    current: false,
    device: 'Edge / Windows',
    place: 'internal',
    method: 'totp',
    createdAt: '2026-11-22T00:00:00Z',
    seenAt: '2026-11-22T01:00:00Z',
    expiresAt: '2026-11-22T12:00:00Z',
    ...more,
  });
  let items = [one(1, { device: '', place: 'outside' }), one(2, { current: true })];
  const ended: string[] = [];
  server.use(
    http.get(`${API}/sessions`, ({ request }) =>
      request.headers.get('Authorization') === 'Bearer t'
        ? HttpResponse.json({ items })
        : problem(401, 'unauthenticated'),
    ),
    http.delete(`${API}/sessions/:sessionId`, ({ params }) => {
      ended.push(String(params.sessionId));
      items = items.filter((s) => s.current);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user, container } = await renderUi(<Sessions />);
  const rows = await screen.findAllByRole('listitem');
  expect(rows[0]).toHaveTextContent('この端末');
  expect(rows[1]).toHaveTextContent('外部のネットワークから');
  expect(await axeFaults(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: '「わからない端末」のサインインを終わらせる' }));
  await waitFor(() => expect(screen.getByText('ほかの端末ではサインインしていません。')).toBeInTheDocument());
  expect(ended).toEqual([id(1)]);
});

it('base64url goes both ways', () => {
  for (const encoded of ['', 'AA', '-_8', 'AQIDBA']) expect(text(bytes(encoded).buffer)).toBe(encoded);
});
