import { useRef } from 'react';
import { apiFetch, newIdempotencyKey } from './fetch';
import { client } from './generated/client.gen';
import { problemFrom } from './problems';

/** Wires the generated client: call once, before the first request. Every failure arrives as an ApiProblem. */
export function setUpClient(language: () => string): void {
  client.setConfig({ baseUrl: `${window.location.origin}/api/v1`, fetch: apiFetch, throwOnError: true });
  client.interceptors.request.use((request) => {
    request.headers.set('Accept-Language', language());
    return request;
  });
  client.interceptors.error.use((error, response) => problemFrom(error, response));
}

/** Header for a change of exactly the version one has read: `headers: ifMatch(handoff.etag)`. */
export function ifMatch(etag: string | undefined): { 'If-Match'?: string } {
  return etag ? { 'If-Match': etag } : {};
}

/**
 * One Idempotency-Key per submission of a form: pressing the button again after a lost connection repeats the same
 * submission; `renew` after it succeeded, or after the person changed something.
 */
export function useSubmissionKey(): { headers: () => { 'Idempotency-Key': string }; renew: () => void } {
  const key = useRef<string | undefined>(undefined);
  return {
    headers: () => {
      key.current ??= newIdempotencyKey();
      return { 'Idempotency-Key': key.current };
    },
    renew: () => {
      key.current = undefined;
    },
  };
}

export { etagOf } from './etags';
export { ApiProblem, fieldErrors, isStale } from './problems';
