import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ApiProblem } from '@/api/problems';
import { ErrorSummary, ProblemPanel } from '@/components/ui';

/** Wrong credentials and too many guesses in words of this page; everything else as anywhere. */
export function SignInProblem({ problem, attempt }: { problem: ApiProblem; attempt: number }) {
  const t = useTranslations('signIn');
  if (problem.code === 'invalid_second_factor' || problem.code === 'challenge_expired') {
    const message = t(problem.code === 'challenge_expired' ? 'second.expired' : 'second.wrong');
    return <ErrorSummary errors={[{ message }]} attempt={attempt} />;
  }
  if (problem.status === 401 || problem.status === 422) {
    return <ErrorSummary errors={[{ name: 'password', message: t('wrong') }]} attempt={attempt} />;
  }
  if (problem.status === 429) return <Locked key={attempt} seconds={problem.retryAfter ?? 60} attempt={attempt} />;
  return <ProblemPanel error={problem} />;
}

/** Locked after wrong guesses: said once, the time that remains counts down beside it without being read out. */
function Locked({ seconds, attempt }: { seconds: number; attempt: number }) {
  const t = useTranslations('signIn');
  const left = useSecondsLeft(seconds);
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return (
    <div className="flex flex-col gap-2">
      <ErrorSummary errors={[{ message: t('tooMany', { minutes }) }]} attempt={attempt} />
      <p role="timer" className="text-center font-bold tabular-nums">
        {left > 0 ? t('lockedFor', { minutes: Math.floor(left / 60), seconds: left % 60 }) : t('unlocked')}
      </p>
    </div>
  );
}

/** Whole seconds until a number of seconds after the first render, by the clock: a sleeping tab catches up. */
function useSecondsLeft(seconds: number): number {
  const [until] = useState(() => Date.now() + seconds * 1000);
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
