import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ApiProblem, fieldErrors } from '@/api/client';
import { confirmTotp, type TotpSetup } from '@/api/generated';
import { Button, Disclosure, ErrorSummary, ProblemPanel, type SummaryError, TextField } from '@/components/ui';
import { QrCode } from './QrCode';

export interface EnrolTotpProps {
  setup: TotpSetup;
  /** Recovery codes come with the first second factor. */
  onDone: (recoveryCodes: readonly string[] | undefined) => void;
  onCancel: () => void;
}

/** Three steps on one page: get an app, read the code into it, type what it shows. */
export function EnrolTotp({ setup, onDone, onCancel }: EnrolTotpProps) {
  const t = useTranslations('accounts.totp');
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [errors, setErrors] = useState<readonly SummaryError[]>([]);
  const [problem, setProblem] = useState<unknown>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code') ?? '').trim();
    setAttempt((n) => n + 1);
    setProblem(undefined);
    setErrors(code ? [] : [{ name: 'code', message: t('codeMissing') }]);
    if (!code || busy) return;
    setBusy(true);
    try {
      const { data } = await confirmTotp({ body: { code } });
      onDone(data.recoveryCodes);
    } catch (error) {
      const told = fieldErrors(error);
      setErrors(told);
      if (told.length === 0)
        setProblem(error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-5">
      <ErrorSummary errors={errors} attempt={attempt} />
      {problem !== undefined && <ProblemPanel error={problem} />}
      <ol className="flex list-decimal flex-col gap-5 pl-6">
        <li>{t('stepApp')}</li>
        <li>
          <p className="mb-3">{t('stepScan')}</p>
          <QrCode rows={setup.qr} label={t('qr')} />
          <div className="mt-3">
            <Disclosure summary={t('cannotScan')}>
              <p>{t('typeIn')}</p>
              <code className="mt-1 inline-block rounded-4 bg-solid-gray-50 px-3 py-1.5 text-[1.0625rem] tracking-wider break-all">
                {setup.secret.match(/.{1,4}/g)?.join(' ')}
              </code>
            </Disclosure>
          </div>
        </li>
        <li>
          <TextField
            id="code"
            name="code"
            width="sm"
            label={t('code')}
            autoComplete="one-time-code"
            inputMode="numeric"
            error={errors.find((e) => e.name === 'code')?.message}
          />
        </li>
      </ol>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={busy}>
          {t('confirm')}
        </Button>
        <Button variant="outline" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
