import type { FactorKind } from '@/api/generated';
import type { SecondFactorChallenge } from '@/api/problems';

/** How a visit to the city's identity provider ended, when it did not end in a session. */
export interface ProviderOutcome {
  readonly failure?: 'unavailable' | 'expired' | 'refused' | 'unknown';
  /** The provider knows the person; our own second factor is still missing. */
  readonly challenge?: SecondFactorChallenge;
}

const failures = ['unavailable', 'expired', 'refused', 'unknown'] as const;
const kinds: readonly FactorKind[] = ['totp', 'passkey', 'recovery_code'];

/** Reads the fragment that the server sent the browser back with; undefined when there is nothing of the kind. */
export function providerOutcome(hash: string): ProviderOutcome | undefined {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const failure = failures.find((f) => f === values.get('provider'));
  if (failure) return { failure };
  const id = values.get('challenge');
  if (!id) return undefined;
  const factors = (values.get('factors') ?? '').split(',');
  return { challenge: { id, factors: kinds.filter((k) => factors.includes(k)) } };
}
