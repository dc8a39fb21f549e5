import { useState } from 'react';
import { createSession } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { takeSession } from '@/api/session';

export interface SignIn {
  readonly busy: boolean;
  /** Why the last attempt failed. */
  readonly problem: ApiProblem | undefined;
  /** Counts attempts, so that an error summary takes focus again. */
  readonly attempt: number;
  /** True when signed in. */
  readonly signIn: (email: string, password: string) => Promise<boolean>;
}

/** The one way in, for the page and for the dialog over an expired session. */
export function useSignIn(): SignIn {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const [attempt, setAttempt] = useState(0);
  return {
    busy,
    problem,
    attempt,
    signIn: async (email, password) => {
      setBusy(true);
      setAttempt((n) => n + 1);
      try {
        const { data } = await createSession({ body: { email: email.trim(), password } });
        setProblem(undefined);
        takeSession(data);
        return true;
      } catch (error) {
        setProblem(error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' }));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
