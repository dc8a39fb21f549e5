import { screen, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { setUpClient } from '@/api/client';
import type { Me } from '@/api/generated';
import { dropSession } from '@/api/session';
import { axeFaults, renderUi } from '@/testing/render';
import { AccountPage } from './AccountPage';
import { DemoAccounts } from './DemoAccounts';
import { PasswordForm } from './PasswordForm';
import { passwordFaults } from './password';

const API = 'http://localhost:8080/api/v1';
const id = '019a0000-0000-7000-8000-000000000001';
const server = setupServer();
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
beforeEach(() => dropSession());
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  HttpResponse.json(
    { type: 'about:blank', title: 'x', status, code: 'x', ...body },
    { status, headers: { 'Content-Type': 'application/problem+json', ...headers } },
  );

describe('a new password', () => {
  it('is checked for what needs no server', () => {
    const input = { currentPassword: 'old', newPassword: 'とても長いことばの並び', again: '' };
    expect(passwordFaults({ currentPassword: '', newPassword: '', again: '' }).map((f) => f.fault)).toEqual([
      'currentMissing',
      'nextMissing',
    ]);
    expect(passwordFaults(input).map((f) => f.fault)).toEqual(['tooShort']);
    expect(passwordFaults({ ...input, newPassword: '𠮷'.repeat(11), again: '𠮷'.repeat(11) })).toHaveLength(1);
    expect(passwordFaults({ ...input, newPassword: '𠮷'.repeat(12), again: '𠮷'.repeat(12) })).toEqual([]);
    expect(passwordFaults({ ...input, newPassword: 'wind river lamp', again: 'wind river' })[0]?.fault).toBe('differs');
  });

  const fill = async (user: Awaited<ReturnType<typeof renderUi>>['user'], next: string) => {
    await user.type(screen.getByLabelText('いまのパスワード'), 'old password');
    await user.type(screen.getByLabelText('新しいパスワード'), next);
    await user.type(screen.getByLabelText('新しいパスワード（もう一度）'), next);
    await user.click(screen.getByRole('button', { name: '変更する' }));
  };

  it('is sent once, with nothing but the two passwords', async () => {
    const bodies: unknown[] = [];
    server.use(
      http.put(`${API}/me/password`, async ({ request }) => {
        bodies.push(await request.json());
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const changed = vi.fn();
    const { user, container } = await renderUi(<PasswordForm email="a@b.example" onChanged={changed} />);
    expect(await axeFaults(container)).toEqual([]);
    await fill(user, 'wind river lamp stone');
    expect(changed).toHaveBeenCalledTimes(1);
    expect(bodies).toEqual([{ currentPassword: 'old password', newPassword: 'wind river lamp stone' }]);
  });

  it('shows what the server says at the field it is about', async () => {
    const message = '推測されやすいパスワードです。';
    server.use(
      http.put(`${API}/me/password`, () =>
        problem(422, { errors: [{ pointer: '/newPassword', code: 'too_common', message }] }),
      ),
    );
    const { user } = await renderUi(<PasswordForm email="a@b.example" onChanged={vi.fn()} />);
    await fill(user, 'password password');
    expect(await screen.findByRole('alert')).toHaveFocus();
    expect(screen.getByLabelText('新しいパスワード')).toHaveAccessibleDescription(message);
  });

  it('after too many wrong tries says how long to wait', async () => {
    server.use(http.put(`${API}/me/password`, () => problem(429, {}, { 'Retry-After': '840' })));
    const { user } = await renderUi(<PasswordForm email="a@b.example" onChanged={vi.fn()} />);
    await fill(user, 'wind river lamp stone');
    expect(await screen.findByText(/14分ほど待ってから/)).toBeVisible();
  });
});

describe('my account', () => {
  const me: Me = {
    id,
    name: '見本 一郎',
    email: 'a@b.example',
    agency: { id, code: 'a', name: '見本センター' },
    roles: ['worker', 'agency_manager'],
    memberships: [
      { agency: { id, code: 'a', name: '見本センター' }, role: 'worker' },
      { agency: { id, code: 'a', name: '見本センター' }, role: 'agency_manager', endsOn: '2027-03-31' },
    ],
    mustChangePassword: false,
    demo: false,
    unreadNotifications: 0,
  };

  it('names agencies, roles and their terms, and changes the size of text', async () => {
    const onTextSize = vi.fn();
    const { user, container } = await renderUi(
      <AccountPage me={me} textSize="normal" onTextSize={onTextSize} onSignOut={vi.fn()} />,
    );
    const terms = screen.getByRole('table', { name: '所属と役割の一覧' });
    expect(within(terms).getByText('令和9年3月31日まで')).toBeVisible();
    expect(within(terms).getByText('期限なし')).toBeVisible();
    await user.click(screen.getByRole('radio', { name: '大きく' }));
    expect(onTextSize).toHaveBeenCalledWith('large');
    expect(screen.getByRole('link', { name: 'パスワードを変える' })).toHaveAttribute('href', '/account/password');
    expect(await axeFaults(container)).toEqual([]);
  });
});

describe('demonstration accounts', () => {
  const account = { email: 'w@naka.example', name: '包括 花子', role: 'worker', agency: '見本センター' };

  it('are offered by a demonstration, and chosen by name', async () => {
    server.use(
      http.get(`${API}/about`, () =>
        HttpResponse.json({ demo: true, demoPassword: 'for everybody', demoAccounts: [account] }),
      ),
    );
    const choose = vi.fn();
    const { user, container } = await renderUi(<DemoAccounts onChoose={choose} />);
    await user.click(await screen.findByRole('button', { name: /包括 花子.*相談員.*見本センター/ }));
    expect(choose).toHaveBeenCalledWith('w@naka.example', 'for everybody');
    expect(await axeFaults(container)).toEqual([]);
  });

  it('are nowhere on a real server', async () => {
    let asked = false;
    server.use(
      http.get(`${API}/about`, () => {
        asked = true;
        return HttpResponse.json({ demo: false, demoAccounts: [] });
      }),
    );
    await renderUi(<DemoAccounts onChoose={vi.fn()} />);
    await vi.waitFor(() => expect(asked).toBe(true));
    expect(screen.queryByRole('button')).toBeNull();
  });
});
