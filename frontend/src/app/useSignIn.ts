import { useState } from 'react';
import {
  createPasskeySession,
  createSession,
  passkeyOptions,
  proveSecondFactor,
  type SessionAnswer,
} from '@/api/generated';
import { ApiProblem, type SecondFactorChallenge } from '@/api/problems';
import { takeSession } from '@/api/session';
import { askPasskey, PasskeyCancelled } from '@/lib/passkey';

export interface SignIn {
  readonly busy: boolean;
  /** Why the last attempt failed. */
  readonly problem: ApiProblem | undefined;
  /** Counts attempts, so that an error summary takes focus again. */
  readonly attempt: number;
  /** The password was right; a second factor is still missing. */
  readonly challenge: SecondFactorChallenge | undefined;
  /** Each is true when signed in. */
  readonly signIn: (email: string, password: string) => Promise<boolean>;
  readonly prove: (proof: { code?: string; recoveryCode?: string }) => Promise<boolean>;
  readonly provePasskey: () => Promise<boolean>;
  readonly signInWithPasskey: () => Promise<boolean>;
  /** Back to the password. */
  readonly restart: () => void;
}

/** The one way in, for the page and for the dialog over an expired session. */
export function useSignIn(begun?: SecondFactorChallenge): SignIn {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const [attempt, setAttempt] = useState(0);
  const [challenge, setChallenge] = useState(begun);
  const attemptTo = async (work: () => Promise<{ data: SessionAnswer }>) => {
    setBusy(true);
    setAttempt((n) => n + 1);
    try {
      const { data } = await work();
      setProblem(undefined);
      takeSession(data);
      return true;
    } catch (error) {
      const failed = error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' });
      if (error instanceof PasskeyCancelled) setProblem(undefined);
      else if (failed.challenge) {
        setProblem(undefined);
        setChallenge(failed.challenge);
      } else {
        setProblem(failed);
        if (failed.code === 'challenge_expired') setChallenge(undefined);
      }
      return false;
    } finally {
      setBusy(false);
    }
  };
  const challengeId = challenge?.id ?? '';
  return {
    busy,
    problem,
    attempt,
    challenge,
    signIn: (email, password) => attemptTo(() => createSession({ body: { email: email.trim(), password } })),
    prove: (proof) => attemptTo(() => proveSecondFactor({ body: { challengeId, ...proof } })),
    provePasskey: () =>
      attemptTo(async () => proveSecondFactor({ body: { challengeId, assertion: await answerOfPasskey() } })),
    signInWithPasskey: () => attemptTo(async () => createPasskeySession({ body: await answerOfPasskey() })),
    restart: () => {
      setChallenge(undefined);
      setProblem(undefined);
    },
  };
}

async function answerOfPasskey() {
  return askPasskey((await passkeyOptions()).data);
}
