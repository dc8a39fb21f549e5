import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  Button,
  Checkbox,
  ErrorSummary,
  NoticeBanner,
  type SummaryError,
  setInputValue,
  TextField,
  TextLink,
} from '@/components/ui';
import { DemoAccounts } from '@/features/accounts';
import { useCapsLock } from '@/lib/capsLock';
import { OtherWays } from './OtherWays';
import type { ProviderOutcome } from './providerOutcome';
import { SecondFactorStep } from './SecondFactorStep';
import { SignInProblem } from './SignInProblem';
import { OfflineBar } from './shell/Bars';
import { Mark } from './shell/Mark';
import { useSignIn } from './useSignIn';

export interface SignInPageProps {
  returnTo: string;
  signedOut: boolean;
  /** What the identity provider's answer left in the address. */
  provider?: ProviderOutcome;
}

export function SignInPage({ returnTo, signedOut, provider }: SignInPageProps) {
  const t = useTranslations('signIn');
  const app = useTranslations('app');
  const router = useRouter();
  const way = useSignIn(provider?.challenge);
  const { busy, problem, attempt, signIn } = way;
  const [missing, setMissing] = useState<readonly SummaryError[]>([]);
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    document.title = `${t('title')} | ${app('name')}`;
  }, [t, app]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const [email, password] = [String(data.get('email') ?? ''), String(data.get('password') ?? '')];
    const faults: SummaryError[] = [];
    if (!email.trim()) faults.push({ name: 'email', message: t('emailMissing') });
    if (!password) faults.push({ name: 'password', message: t('passwordMissing') });
    setMissing(faults);
    setTries((n) => n + 1);
    if (faults.length === 0 && (await signIn(email, password))) router.history.push(returnTo);
  };
  const fill = (email: string, password: string) => {
    const field = (name: string) => form.current?.elements.namedItem(name);
    for (const [name, value] of Object.entries({ email, password })) {
      const input = field(name);
      if (input instanceof HTMLInputElement) setInputValue(input, value);
    }
    form.current?.querySelector<HTMLElement>('[type=submit]')?.focus();
  };

  return (
    <div className="flex min-h-dvh flex-col bg-solid-gray-50">
      <OfflineBar polling={false} />
      <header className="border-b border-solid-gray-200 bg-white px-6 py-5">
        <p className="mx-auto flex max-w-5xl items-center gap-3 sm:px-0">
          <Mark className="size-10" />
          <span>
            <span className="block text-std-24B-150">{app('name')}</span>
            <span className="block text-[0.875rem] text-solid-gray-700">{app('tagline')}</span>
          </span>
        </p>
      </header>
      <main className="mx-auto flex w-full max-w-md grow flex-col gap-6 px-4 py-8 sm:px-0 sm:py-12 desk:has-data-demo:grid desk:has-data-demo:max-w-5xl desk:has-data-demo:grid-cols-[28rem_1fr] desk:has-data-demo:content-start desk:has-data-demo:gap-10">
        <div className="flex flex-col gap-6">
          {signedOut && tries === 0 && <NoticeBanner tone="success" title={t('signedOut')} live />}
          <ErrorSummary errors={missing} attempt={tries} />
          {missing.length === 0 && problem && !way.challenge && <SignInProblem problem={problem} attempt={attempt} />}
          {provider?.failure && tries === 0 && (
            <NoticeBanner tone="warning" title={t(`provider.${provider.failure}`)} live />
          )}
          <div className="rounded-16 border border-solid-gray-200 bg-white p-6 sm:p-8">
            {way.challenge ? (
              <>
                <h1 className="text-std-28B-150">{t('second.title')}</h1>
                <p className="mt-2 mb-6 text-solid-gray-700">{t('second.lead')}</p>
                <SecondFactorStep signIn={way} onSignedIn={() => router.history.push(returnTo)} />
              </>
            ) : (
              <>
                <h1 className="text-std-28B-150">{t('title')}</h1>
                <p className="mt-2 mb-6 text-solid-gray-700">{t('lead')}</p>
                <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-6">
                  <SignInFields errorOf={(name) => missing.find((m) => m.name === name)?.message} />
                  <Button type="submit" size="lg" wide busy={busy}>
                    {busy ? t('signingIn') : t('submit')}
                  </Button>
                </form>
                <OtherWays signIn={way} returnTo={returnTo} onSignedIn={() => router.history.push(returnTo)} />
              </>
            )}
          </div>
          <p className="text-[0.9375rem]">
            <TextLink to="/forgotten-password">{t('forgot')}</TextLink>
          </p>
        </div>
        {!way.challenge && <DemoAccounts onChoose={fill} />}
      </main>
    </div>
  );
}

function SignInFields({ errorOf }: { errorOf: (name: string) => string | undefined }) {
  const t = useTranslations('signIn');
  const [shown, setShown] = useState(false);
  const capsLock = useCapsLock();
  return (
    <>
      <TextField
        id="email"
        name="email"
        type="email"
        label={t('email')}
        autoComplete="username"
        autoCapitalize="none"
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
          autoCapitalize="none"
          spellCheck={false}
          error={errorOf('password')}
          {...capsLock.handlers}
        />
        <p role="status" className="text-[0.9375rem] font-bold text-orange-1000">
          {capsLock.on && t('capsLock')}
        </p>
        <Checkbox label={t('show')} checked={shown} onChange={(e) => setShown(e.currentTarget.checked)} />
      </div>
    </>
  );
}
