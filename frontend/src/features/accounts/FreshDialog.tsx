import { useQuery } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ApiProblem, fieldErrors } from '@/api/client';
import { type FreshAuthentication, passkeyOptions, refreshAuthentication } from '@/api/generated';
import { getSecondFactorsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Button, Dialog, ErrorSummary, ProblemPanel, type SummaryError, TextField } from '@/components/ui';
import { askPasskey, PasskeyCancelled, passkeysSupported } from '@/lib/passkey';

export interface FreshDialogProps {
  onDone: () => void;
  onClose: () => void;
}

/** Asks once more who is there: the password, the code of the app, or a passkey. */
export function FreshDialog({ onDone, onClose }: FreshDialogProps) {
  const t = useTranslations('accounts.fresh');
  const { data: have } = useQuery(getSecondFactorsOptions());
  const [way, setWay] = useState<'password' | 'code'>('password');
  const { send, busy, errors, problem, attempt } = useFresh(onDone);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const text = String(new FormData(event.currentTarget).get(way) ?? '');
    if (text.trim()) void send(async () => ({ [way]: text }));
  };
  const passkey = (have?.passkeys.length ?? 0) > 0 && passkeysSupported();
  return (
    <Dialog open title={t('title')} size="sm" onClose={onClose}>
      <div className="flex flex-col gap-5">
        <p>{t('lead')}</p>
        <ErrorSummary errors={errors} attempt={attempt} />
        {problem && <ProblemPanel error={problem} />}
        <form key={way} noValidate onSubmit={submit} className="flex flex-col gap-5">
          <TextField
            id={`fresh-${way}`}
            name={way}
            type={way === 'password' ? 'password' : 'text'}
            width={way === 'password' ? 'full' : 'sm'}
            label={t(way)}
            autoComplete={way === 'password' ? 'current-password' : 'one-time-code'}
            inputMode={way === 'password' ? undefined : 'numeric'}
            data-autofocus
          />
          <Button type="submit" wide busy={busy}>
            {t('submit')}
          </Button>
        </form>
        {(have?.totp || passkey) && (
          <div className="flex flex-wrap gap-2 border-t border-solid-gray-200 pt-4">
            {have?.totp && (
              <Button variant="text" size="sm" onClick={() => setWay(way === 'code' ? 'password' : 'code')}>
                {t(way === 'code' ? 'usePassword' : 'useCode')}
              </Button>
            )}
            {passkey && (
              <Button
                variant="text"
                size="sm"
                icon={Fingerprint}
                onClick={() => void send(async () => ({ assertion: await askPasskey((await passkeyOptions()).data) }))}
              >
                {t('usePasskey')}
              </Button>
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}

function useFresh(onDone: () => void) {
  const t = useTranslations('accounts.password');
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [errors, setErrors] = useState<readonly SummaryError[]>([]);
  const [problem, setProblem] = useState<ApiProblem>();
  const send = async (proof: () => Promise<FreshAuthentication>) => {
    if (busy) return;
    setBusy(true);
    setErrors([]);
    setProblem(undefined);
    setAttempt((n) => n + 1);
    try {
      await refreshAuthentication({ body: await proof() });
      onDone();
    } catch (error) {
      if (error instanceof PasskeyCancelled) return;
      const told = fieldErrors(error);
      if (told.length > 0) setErrors(told.map((e) => ({ message: e.message })));
      else if (error instanceof ApiProblem && error.status === 429) {
        setErrors([{ message: t('tooMany', { minutes: Math.max(1, Math.ceil((error.retryAfter ?? 60) / 60)) }) }]);
      } else setProblem(error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' }));
    } finally {
      setBusy(false);
    }
  };
  return { send, busy, errors, problem, attempt };
}
