import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { keepDraft, readDraft } from '@/lib/storage';
import { etagOf, ifMatch, setUpClient } from './client';
import { apiFetch } from './fetch';
import { acceptHandoff, createSession, getMe, getSheet, type Me, updateSheet } from './generated';
import { ApiProblem, fieldErrors, fieldNameOf, problemFrom } from './problems';
import { currentToken, dropSession, refreshSession, sessionState, takeSession } from './session';

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
  demo: false,
  unreadNotifications: 0,
};
const problem = (status: number, code: string, more = {}) =>
  HttpResponse.json(
    { type: 'about:blank', title: 'x', status, code, ...more },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );

const server = setupServer();
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe('token', () => {
  it('goes in the header, is renewed once for many calls, and each call is repeated', async () => {
    takeSession({ accessToken: 'old', expiresIn: 600, user: me });
    let refreshes = 0;
    server.use(
      http.get(`${API}/me`, ({ request }) =>
        request.headers.get('Authorization') === 'Bearer new' ? HttpResponse.json(me) : problem(401, 'unauthenticated'),
      ),
      http.post(`${API}/sessions/refresh`, ({ request }) => {
        refreshes += 1;
        expect(request.headers.get('X-Tsunagu-Request')).toBe('1');
        return HttpResponse.json({ accessToken: 'new', expiresIn: 600, user: me });
      }),
    );
    const answers = await Promise.all([getMe(), getMe(), getMe()]);
    expect(answers.map((a) => a.data.name)).toEqual(['見本 一郎', '見本 一郎', '見本 一郎']);
    expect(refreshes).toBe(1);
    expect(currentToken()).toBe('new');
  });

  it('is in no storage', async () => {
    takeSession({ accessToken: 'secret-token', expiresIn: 600, user: me });
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('secret-token');
    expect(document.cookie).not.toContain('secret-token');
  });

  it('ended: the person stays known, for the dialog over the page', async () => {
    takeSession({ accessToken: 'old', expiresIn: 600, user: me });
    server.use(
      http.get(`${API}/me`, () => problem(401, 'unauthenticated')),
      http.post(`${API}/sessions/refresh`, () => problem(401, 'unauthenticated')),
    );
    await expect(getMe()).rejects.toMatchObject({ status: 401 });
    expect(sessionState()).toEqual({ status: 'expired', me });
    expect(currentToken()).toBeUndefined();
  });

  it('tabs take turns: they share the cookie, and the one shown twice would end the session', async () => {
    const order: string[] = [];
    const request = vi.fn(async (name: string, work: () => Promise<boolean>) => {
      order.push(`lock ${name}`);
      return work();
    });
    Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true });
    server.use(
      http.post(`${API}/sessions/refresh`, () => {
        order.push('refresh');
        return HttpResponse.json({ accessToken: 'new', expiresIn: 600, user: me });
      }),
    );
    expect(await refreshSession()).toBe(true);
    expect(order).toEqual(['lock tsunagu-refresh', 'refresh']);
    Reflect.deleteProperty(navigator, 'locks');
  });

  it('brings the secret with which drafts of an earlier page can be read', async () => {
    const answer = { accessToken: 't', expiresIn: 600, user: me, draftSecret: 'of-the-account' };
    takeSession(answer);
    await keepDraft(id, 'sheet-1', { name: '見本' }, new Date('2026-11-22T00:00:00Z'));
    takeSession({ ...answer, draftSecret: 'of-somebody-else' });
    expect(await readDraft(id, 'sheet-1')).toBeUndefined();
    takeSession(answer);
    await keepDraft(id, 'sheet-1', { name: '見本' }, new Date('2026-11-22T00:00:00Z'));
    takeSession({ ...answer });
    expect((await readDraft<{ name: string }>(id, 'sheet-1'))?.value.name).toBe('見本');
  });

  it('is kept while the server only stumbles', async () => {
    takeSession({ accessToken: 'old', expiresIn: 600, user: me });
    server.use(http.post(`${API}/sessions/refresh`, () => problem(503, 'unavailable')));
    expect(await refreshSession()).toBe(false);
    expect(sessionState().status).toBe('signed_in');
  });

  it('a first visit without cookie is signed out', async () => {
    server.use(http.post(`${API}/sessions/refresh`, () => problem(401, 'unauthenticated')));
    expect(await refreshSession()).toBe(false);
    expect(sessionState().status).toBe('signed_out');
  });

  it('a wrong password asks for no refresh', async () => {
    server.use(http.post(`${API}/sessions`, () => problem(401, 'bad_credentials')));
    await expect(createSession({ body: { email: 'a@example.test', password: 'x' } })).rejects.toMatchObject({
      code: 'bad_credentials',
    });
  });
});

describe('writes', () => {
  it('a verb carries the ETag last seen and keeps its Idempotency-Key over a renewed token', async () => {
    takeSession({ accessToken: 'old', expiresIn: 600, user: me });
    const seen: (string | null)[][] = [];
    server.use(
      http.get(`${API}/handoffs/${id}`, () => HttpResponse.json({}, { headers: { ETag: '"7"' } })),
      http.post(`${API}/handoffs/${id}/accept`, ({ request }) => {
        const h = request.headers;
        seen.push([h.get('If-Match'), h.get('Idempotency-Key'), h.get('Authorization')]);
        if (h.get('Authorization') === 'Bearer old') return problem(401, 'unauthenticated');
        return HttpResponse.json({}, { headers: { ETag: '"8"' } });
      }),
      http.post(`${API}/sessions/refresh`, () => HttpResponse.json({ accessToken: 'new', expiresIn: 600, user: me })),
    );
    await apiFetch(`${API}/handoffs/${id}`);
    await acceptHandoff({ path: { handoffId: id }, body: {} });
    expect(seen).toHaveLength(2);
    expect(seen[0]?.[0]).toBe('"7"');
    expect(seen[0]?.[1]).toMatch(/^[0-9a-f]{32}$/);
    expect(seen[1]?.[1]).toBe(seen[0]?.[1]);
    expect(etagOf(`/handoffs/${id}`)).toBe('"8"');
  });

  it('an edit names its own base, so that a refetch in between cannot hide a change', async () => {
    takeSession({ accessToken: 't', expiresIn: 600, user: me });
    const sent: (string | null)[] = [];
    server.use(
      http.get(`${API}/sheets/${id}`, () => HttpResponse.json({}, { headers: { ETag: '"2"' } })),
      http.patch(`${API}/sheets/${id}`, ({ request }) => {
        sent.push(request.headers.get('If-Match'));
        return problem(412, 'stale');
      }),
    );
    await getSheet({ path: { sheetId: id } });
    const patch = { path: { sheetId: id }, body: { content: {} } };
    await expect(updateSheet(patch)).rejects.toMatchObject({ status: 412 });
    await expect(updateSheet({ ...patch, headers: ifMatch('"1"') })).rejects.toBeInstanceOf(ApiProblem);
    expect(sent).toEqual([null, '"1"']);
  });

  it('asks for nothing once signed out', async () => {
    dropSession();
    let token: string | null = 'none';
    server.use(
      http.get(`${API}/me`, ({ request }) => {
        token = request.headers.get('Authorization');
        return problem(401, 'unauthenticated');
      }),
      http.post(`${API}/sessions/refresh`, () => problem(401, 'unauthenticated')),
    );
    await expect(getMe()).rejects.toMatchObject({ status: 401 });
    expect(token).toBeNull();
  });
});

describe('problems', () => {
  it('carry pointer, code and reference', async () => {
    takeSession({ accessToken: 't', expiresIn: 600, user: me });
    const errors = [{ pointer: '/content/members/0/name', code: 'required', message: '氏名を入力してください' }];
    server.use(http.get(`${API}/me`, () => problem(422, 'invalid', { instance: 'req-9', errors })));
    const error = await getMe().catch((e: unknown) => e);
    expect(error).toMatchObject({ status: 422, code: 'invalid', requestId: 'req-9' });
    expect(fieldErrors(error)).toEqual([{ name: 'content.members.0.name', message: '氏名を入力してください' }]);
    expect(fieldErrors(error, (n) => n.replace('content.', ''))[0]?.name).toBe('members.0.name');
  });

  it('a lost connection is one too', async () => {
    takeSession({ accessToken: 't', expiresIn: 600, user: me });
    server.use(http.get(`${API}/me`, () => HttpResponse.error()));
    await expect(getMe()).rejects.toMatchObject({ status: 0, code: 'network' });
  });

  it('an answer that is not ours shows none of its text', () => {
    const p = problemFrom('<html>nginx</html>', new Response(null, { status: 502, headers: { 'Retry-After': '3' } }));
    expect(p).toMatchObject({ status: 502, code: 'internal', title: '', retryAfter: 3 });
  });

  it('pointers become names of fields', () => {
    expect(fieldNameOf('/a~1b/0/c~0d')).toBe('a/b.0.c~d');
    expect(fieldNameOf('limit')).toBe('limit');
  });
});
