import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button, Dialog, TextField } from '@/components/ui';
import { SecondFactorStep } from '../SecondFactorStep';
import { SignInProblem } from '../SignInProblem';
import { useSession } from '../session';
import { useSignOut } from '../signOut';
import { useSignIn } from '../useSignIn';

/** Over the page when the session has ended: the page stays mounted below, so nothing typed is lost. */
export function ReSignIn() {
  const session = useSession();
  return session.status === 'expired' ? <ReSignInDialog email={session.me.email} name={session.me.name} /> : null;
}

function ReSignInDialog({ email, name }: { email: string; name: string }) {
  const t = useTranslations('signIn');
  const queries = useQueryClient();
  const signOut = useSignOut(useRouter());
  const way = useSignIn();
  const { busy, problem, attempt, signIn } = way;
  const [missing, setMissing] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    setMissing(!password);
    if (!password || busy) return;
    if (await signIn(email, password)) void queries.invalidateQueries();
  };
  if (way.challenge) {
    return (
      <Dialog key="second" open title={t('second.title')} size="sm">
        <SecondFactorStep signIn={way} onSignedIn={() => void queries.invalidateQueries()} />
      </Dialog>
    );
  }
  return (
    <Dialog open title={t('again')} size="sm">
      <form noValidate onSubmit={submit} className="flex flex-col gap-5">
        <p>{t('againLead')}</p>
        {problem && !missing && <SignInProblem problem={problem} attempt={attempt} />}
        <p>
          <span className="block font-bold">{name}</span>
          <span className="text-solid-gray-700">{email}</span>
        </p>
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField
          name="password"
          type="password"
          label={t('password')}
          autoComplete="current-password"
          error={missing ? t('passwordMissing') : undefined}
          data-autofocus
        />
        <Button type="submit" wide busy={busy}>
          {busy ? t('signingIn') : t('againSubmit')}
        </Button>
        <div className="border-t border-solid-gray-200 pt-3 text-center">
          <Button variant="text" size="sm" onClick={() => void signOut()}>
            {t('other')}
          </Button>
          <p className="text-[0.875rem] text-solid-gray-700">{t('otherWarning')}</p>
        </div>
      </form>
    </Dialog>
  );
}
