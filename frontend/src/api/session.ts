import { setDraftSecret } from '@/lib/storage';
import type { Me, SessionAnswer } from './generated/types.gen';
import { byItself } from './presence';

/**
 * Who is signed in. The access token lives in this module's memory only; a reload gets a new one from the refresh cookie.
 * `expired` keeps `me`: the page stays as it is, under a dialog that asks for the password again.
 */
export type SessionState =
  | { readonly status: 'unknown'; readonly me?: undefined }
  | { readonly status: 'signed_out'; readonly me?: undefined }
  | { readonly status: 'signed_in'; readonly me: Me }
  | { readonly status: 'expired'; readonly me: Me };

let accessToken: string | undefined;
let state: SessionState = { status: 'unknown' };
let refreshing: Promise<boolean> | undefined;
const listeners = new Set<() => void>();

export function sessionState(): SessionState {
  return state;
}

export function subscribeSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToken(): string | undefined {
  return accessToken;
}

/** Takes the answer of a sign-in or refresh. */
export function takeSession(answer: SessionAnswer): void {
  accessToken = answer.accessToken;
  // Before anybody can read or keep a draft.
  if (answer.draftSecret) setDraftSecret(answer.draftSecret);
  setState({ status: 'signed_in', me: answer.user });
}

/** Updates what we know of the person, as after GET /me. */
export function takeMe(me: Me): void {
  if (state.status === 'signed_in') setState({ status: 'signed_in', me });
}

/** Forgets token and person: after sign-out, or when there never was a session. */
export function dropSession(): void {
  accessToken = undefined;
  setState({ status: 'signed_out' });
}

/** The session ended while somebody works: the page stays, the dialog asks. */
export function expireSession(): void {
  accessToken = undefined;
  setState(state.me ? { status: 'expired', me: state.me } : { status: 'signed_out' });
}

/**
 * Gets a new access token by the refresh cookie. Many callers at once make one request (the cookie rotates, a second
 * request with the old one would end the session). True when signed in afterwards; a lost connection throws.
 */
export function refreshSession(): Promise<boolean> {
  refreshing ??= withRefreshLock(askForToken).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

async function askForToken(): Promise<boolean> {
  const response = await fetch('/api/v1/sessions/refresh', {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'X-Tsunagu-Request': '1',
      Accept: 'application/json',
      ...(byItself() && { 'X-Tsunagu-Background': '1' }),
    },
  });
  if (response.ok) {
    takeSession((await response.json()) as SessionAnswer);
    return true;
  }
  // 5xx and 429 say nothing about the session: keep it, let the caller fail and try again.
  if (response.status >= 500 || response.status === 429) return false;
  expireSession();
  return false;
}

/** Two tabs share one cookie: the browser's lock lets them refresh one after the other. */
function withRefreshLock<T>(work: () => Promise<T>): Promise<T> {
  if (typeof navigator === 'undefined' || !navigator.locks) return work();
  return navigator.locks.request('tsunagu-refresh', work) as Promise<T>;
}

function setState(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** For tests: as on a fresh page. */
export function resetSession(): void {
  accessToken = undefined;
  refreshing = undefined;
  setState({ status: 'unknown' });
}
