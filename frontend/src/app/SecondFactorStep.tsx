import { Fingerprint } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button, TextField } from '@/components/ui';
import { passkeysSupported } from '@/lib/passkey';
import { SignInProblem } from './SignInProblem';
import type { SignIn } from './useSignIn';

export interface SecondFactorStepProps {
  signIn: SignIn;
  onSignedIn: () => void;
}

/** After the password: the code of the app, a passkey, or a recovery code — whatever this account has. */
export function SecondFactorStep({ signIn, onSignedIn }: SecondFactorStepProps) {
  const t = useTranslations('signIn.second');
  const factors = signIn.challenge?.factors ?? [];
  const [way, setWay] = useState<'code' | 'recovery'>(factors.includes('totp') ? 'code' : 'recovery');
  const [missing, setMissing] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const text = String(new FormData(event.currentTarget).get('code') ?? '').trim();
    setMissing(!text);
    if (!text || signIn.busy) return;
    if (await signIn.prove(way === 'code' ? { code: text } : { recoveryCode: text })) onSignedIn();
  };
  const passkey = factors.includes('passkey') && passkeysSupported();
  const typed = factors.includes('totp') || factors.includes('recovery_code');
  return (
    <div className="flex flex-col gap-5">
      {signIn.problem && !missing && <SignInProblem problem={signIn.problem} attempt={signIn.attempt} />}
      {passkey && (
        <Button
          size="lg"
          wide
          icon={Fingerprint}
          variant={factors.includes('totp') ? 'outline' : 'solid'}
          busy={signIn.busy}
          onClick={() => void signIn.provePasskey().then((done) => done && onSignedIn())}
        >
          {t('passkey')}
        </Button>
      )}
      {typed && (
        <form key={way} noValidate onSubmit={submit} className="flex flex-col gap-5">
          <TextField
            id="second-code"
            name="code"
            width="sm"
            label={t(way === 'code' ? 'code' : 'recovery')}
            hint={t(way === 'code' ? 'codeHint' : 'recoveryHint')}
            autoComplete="one-time-code"
            inputMode={way === 'code' ? 'numeric' : 'text'}
            autoCapitalize="none"
            spellCheck={false}
            error={missing ? t('missing') : undefined}
            data-autofocus
            autoFocus
          />
          <Button type="submit" size="lg" wide busy={signIn.busy}>
            {signIn.busy ? t('checking') : t('submit')}
          </Button>
        </form>
      )}
      <div className="flex flex-col items-start gap-1 border-t border-solid-gray-200 pt-4">
        {factors.includes('totp') && factors.includes('recovery_code') && (
          <Button variant="text" size="sm" onClick={() => setWay(way === 'code' ? 'recovery' : 'code')}>
            {t(way === 'code' ? 'useRecovery' : 'useCode')}
          </Button>
        )}
        <Button variant="text" size="sm" onClick={signIn.restart}>
          {t('back')}
        </Button>
        <p className="text-[0.9375rem] text-solid-gray-700">{t('lost')}</p>
      </div>
    </div>
  );
}
