import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { apiFetch } from './fetch';
import { byItself } from './presence';
import { resetSession, takeSession } from './session';
import { onStepUp } from './stepUp';

const url = 'http://localhost:8080/api/v1/persons/p/record';
const refusal = () =>
  HttpResponse.json(
    { type: 'about:blank', title: 'もう一度', status: 403, code: 'fresh_authentication_required' },
    { status: 403 },
  );

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => takeSession({ accessToken: 't', user: { name: '見本' } } as Parameters<typeof takeSession>[0]));
afterEach(() => {
  server.resetHandlers();
  resetSession();
});
afterAll(() => server.close());

it('asks once who is there, then sends the same request again with the same key', async () => {
  let fresh = false;
  const keys: (string | null)[] = [];
  const bodies: string[] = [];
  server.use(
    http.post(url, async ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'));
      bodies.push(await request.text());
      return fresh ? HttpResponse.json({ ok: true }) : refusal();
    }),
  );
  const ask = vi.fn(async () => {
    fresh = true;
    return true;
  });
  const stop = onStepUp(ask);
  const answer = await apiFetch(url, {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'Content-Type': 'application/json' },
  });
  stop();
  expect(answer.status).toBe(200);
  expect(ask).toHaveBeenCalledTimes(1);
  expect(bodies).toEqual(['{"a":1}', '{"a":1}']);
  expect(keys[0]).toBe(keys[1]);
});

it('given up, or with nobody to ask, the refusal stands', async () => {
  server.use(http.get(url, refusal));
  expect((await apiFetch(url)).status).toBe(403);
  const stop = onStepUp(async () => false);
  const answer = await apiFetch(url);
  stop();
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'fresh_authentication_required' });
});

it('another refusal asks nobody', async () => {
  server.use(http.get(url, () => HttpResponse.json({ code: 'forbidden' }, { status: 403 })));
  const ask = vi.fn(async () => true);
  const stop = onStepUp(ask);
  expect((await apiFetch(url)).status).toBe(403);
  stop();
  expect(ask).not.toHaveBeenCalled();
});

it('a page that nobody has touched for a minute says so', async () => {
  window.dispatchEvent(new Event('keydown'));
  expect(byItself()).toBe(false);
  expect(byItself(Date.now() + 61_000)).toBe(true);
});
