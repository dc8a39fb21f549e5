import type { FactorKind, Problem } from './generated/types.gen';

/** What went wrong with a call, always of this one shape: the server's problem+json, or our own for a lost connection. */
export class ApiProblem extends Error {
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;
  /** Stable code of the server (`wrong_state`, `stale`, `validation`, …), or `network`. */
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  /** Request id, for a call to the people who run the system. */
  readonly requestId: string | undefined;
  readonly errors: readonly ProblemField[];
  /** Seconds to wait, from Retry-After. */
  readonly retryAfter: number | undefined;
  /** With `second_factor_required`: what goes with the second factor, and what the account can prove. */
  readonly challenge: SecondFactorChallenge | undefined;

  constructor(init: {
    status: number;
    code: string;
    title?: string;
    detail?: string;
    requestId?: string;
    errors?: readonly ProblemField[];
    retryAfter?: number;
    challenge?: SecondFactorChallenge;
  }) {
    super(`${init.status} ${init.code}`);
    this.name = 'ApiProblem';
    this.status = init.status;
    this.code = init.code;
    this.title = init.title ?? '';
    this.detail = init.detail;
    this.requestId = init.requestId;
    this.errors = init.errors ?? [];
    this.retryAfter = init.retryAfter;
    this.challenge = init.challenge;
  }
}

export interface SecondFactorChallenge {
  readonly id: string;
  readonly factors: readonly FactorKind[];
}

export interface ProblemField {
  /** JSON pointer into the body, or the name of a parameter. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** Makes the problem out of a failed answer's body (already parsed, or text, or nothing) and its response. */
export function problemFrom(body: unknown, response: Response | undefined): ApiProblem {
  if (body instanceof ApiProblem) return body;
  if (!response) return new ApiProblem({ status: 0, code: 'network' });
  const p = isProblem(body) ? body : undefined;
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new ApiProblem({
    status: response.status,
    code: p?.code ?? (response.status >= 500 ? 'internal' : 'unknown'),
    title: p?.title,
    detail: p?.detail,
    requestId: p?.instance ?? response.headers.get('X-Request-Id') ?? undefined,
    errors: p?.errors,
    retryAfter: Number.isFinite(wait) ? wait : undefined,
    challenge: p?.challengeId ? { id: p.challengeId, factors: p.factors ?? [] } : undefined,
  });
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
}

export function isStale(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 412;
}

/** `/content/members/0/name` → `content.members.0.name`, the form library's name of the field. */
export function fieldNameOf(pointer: string): string {
  return pointer
    .replace(/^#?\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

/**
 * Server errors as form errors: `rename` maps the contract's name of a field onto the form's (undefined = same name).
 * The answer holds every error, also those of fields the form does not have, so that none is swallowed.
 */
export function fieldErrors(
  error: unknown,
  rename: (name: string) => string | undefined = () => undefined,
): { name: string; message: string }[] {
  if (!(error instanceof ApiProblem)) return [];
  return error.errors.map((e) => {
    const name = fieldNameOf(e.pointer);
    return { name: rename(name) ?? name, message: e.message };
  });
}
