import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ApiProblem } from '@/api/problems';
import {
  Button,
  Checkbox,
  ErrorSummary,
  NoticeBanner,
  ProblemPanel,
  type SummaryError,
  TextField,
} from '@/components/ui';
import { Mark } from './shell/Mark';
import { useSignIn } from './useSignIn';

export function SignInPage({ returnTo, signedOut }: { returnTo: string; signedOut: boolean }) {
  const t = useTranslations('signIn');
  const app = useTranslations('app');
  const router = useRouter();
  const { busy, problem, attempt, signIn } = useSignIn();
  const [missing, setMissing] = useState<readonly SummaryError[]>([]);
  const [tries, setTries] = useState(0);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    document.title = `${t('title')} | ${app('name')}`;
  }, [t, app]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const [email, password] = [String(form.get('email') ?? ''), String(form.get('password') ?? '')];
    const faults: SummaryError[] = [];
    if (!email.trim()) faults.push({ name: 'email', message: t('emailMissing') });
    if (!password) faults.push({ name: 'password', message: t('passwordMissing') });
    setMissing(faults);
    setTries((n) => n + 1);
    if (faults.length === 0 && (await signIn(email, password))) router.history.push(returnTo);
  };
  const errorOf = (name: string) => missing.find((m) => m.name === name)?.message;

  return (
    <div className="flex min-h-dvh flex-col bg-solid-gray-50">
      <header className="border-b border-solid-gray-200 bg-white px-6 py-5">
        <p className="mx-auto flex max-w-md items-center gap-3">
          <Mark className="size-10" />
          <span>
            <span className="block text-std-24B-150">{app('name')}</span>
            <span className="block text-[0.875rem] text-solid-gray-700">{app('tagline')}</span>
          </span>
        </p>
      </header>
      <main className="mx-auto flex w-full max-w-md grow flex-col gap-6 px-4 py-8 sm:px-0 sm:py-12">
        {signedOut && tries === 0 && <NoticeBanner tone="success" title={t('signedOut')} live />}
        <ErrorSummary errors={missing} attempt={tries} />
        {missing.length === 0 && problem && <SignInProblem problem={problem} attempt={attempt} />}
        <div className="rounded-16 border border-solid-gray-200 bg-white p-6 sm:p-8">
          <h1 className="text-std-28B-150">{t('title')}</h1>
          <p className="mt-2 mb-6 text-solid-gray-700">{t('lead')}</p>
          <form noValidate onSubmit={submit} className="flex flex-col gap-6">
            <TextField
              id="email"
              name="email"
              type="email"
              label={t('email')}
              autoComplete="username"
              spellCheck={false}
              error={errorOf('email')}
            />
            <div className="flex flex-col gap-1">
              <TextField
                id="password"
                name="password"
                type={shown ? 'text' : 'password'}
                label={t('password')}
                autoComplete="current-password"
                error={errorOf('password')}
              />
              <Checkbox label={t('show')} checked={shown} onChange={(e) => setShown(e.currentTarget.checked)} />
            </div>
            <Button type="submit" size="lg" wide busy={busy}>
              {busy ? t('signingIn') : t('submit')}
            </Button>
          </form>
        </div>
        <p className="text-[0.9375rem] text-solid-gray-700">{t('forgot')}</p>
      </main>
    </div>
  );
}

/** Wrong credentials and too many guesses in words of this page; everything else as anywhere. */
export function SignInProblem({ problem, attempt }: { problem: ApiProblem; attempt: number }) {
  const t = useTranslations('signIn');
  if (problem.status === 401 || problem.status === 422) {
    return <ErrorSummary errors={[{ name: 'password', message: t('wrong') }]} attempt={attempt} />;
  }
  if (problem.status === 429) {
    const minutes = Math.max(1, Math.ceil((problem.retryAfter ?? 60) / 60));
    return <ErrorSummary errors={[{ message: t('tooMany', { minutes }) }]} attempt={attempt} />;
  }
  return <ProblemPanel error={problem} />;
}
