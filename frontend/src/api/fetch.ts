import { knownEtagFor, rememberEtag } from './etags';
import { byItself } from './presence';
import { currentToken, expireSession, refreshSession, sessionState } from './session';
import { askWhoIsThere } from './stepUp';

const COOKIE_ROUTES = /\/api\/v1\/sessions(\/|$)/;
const NO_TOKEN =
  /^(GET \/api\/v1\/about|POST \/api\/v1\/sessions(\/(refresh|second-factor|passkey|passkey-options))?)$/;

/**
 * The one way out to the server: adds token, If-Match and Idempotency-Key, renews the token once on 401 and repeats the
 * same request with the same key, remembers ETags. A caller's own headers win.
 */
export async function apiFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = prepare(new Request(input, init));
  const anonymous = NO_TOKEN.test(`${request.method} ${new URL(request.url).pathname}`);
  if (!anonymous && !currentToken() && sessionState().status !== 'signed_out') await refreshSession();
  const first = await send(request.clone(), anonymous);
  if (first.status === 403 && !anonymous && (await askWhoIsThere(first))) return send(request, anonymous);
  if (first.status !== 401 || anonymous) return first;
  if (!(await refreshSession())) return first;
  const second = await send(request.clone(), anonymous);
  if (second.status === 401) expireSession();
  if (second.status === 403 && (await askWhoIsThere(second))) return send(request, anonymous);
  return second;
}

function prepare(request: Request): Request {
  const { headers, method, url } = request;
  if (COOKIE_ROUTES.test(new URL(url).pathname)) headers.set('X-Tsunagu-Request', '1');
  if (method === 'POST' && !headers.has('Idempotency-Key')) headers.set('Idempotency-Key', newIdempotencyKey());
  // Only for verbs: a form that edits must say itself which version it started from, or a refetch in between would hide
  // somebody else's change.
  if (method === 'POST' && !headers.has('If-Match')) {
    const etag = knownEtagFor(url);
    if (etag) headers.set('If-Match', etag);
  }
  if (byItself()) headers.set('X-Tsunagu-Background', '1');
  if (!headers.has('Accept')) headers.set('Accept', 'application/json, application/problem+json');
  return request;
}

async function send(request: Request, anonymous: boolean): Promise<Response> {
  const token = currentToken();
  if (token && !anonymous) request.headers.set('Authorization', `Bearer ${token}`);
  const response = await fetch(request);
  rememberEtag(request.method, request.url, response);
  return response;
}

/** A key for one submission: repeating the submission with the same key takes effect once. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
