import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ApiProblem, fieldErrors } from '@/api/client';
import { changePassword } from '@/api/generated';
import { Button, Checkbox, ErrorSummary, ProblemPanel, type SummaryError, TextField } from '@/components/ui';
import { type PasswordInput, passwordFaults, passwordLength } from './password';

export interface PasswordFormProps {
  /** For the password manager, which keeps name and password together. */
  email: string;
  onChanged: () => void;
}

/** The old password, the new one twice, and what is wrong beside each. */
export function PasswordForm({ email, onChanged }: PasswordFormProps) {
  const t = useTranslations('accounts.password');
  const form = useRef<HTMLFormElement>(null);
  const [shown, setShown] = useState(false);
  const [length, setLength] = useState(0);
  const { send, busy, errors, problem, attempt } = useChange(onChanged);
  const errorOf = (name: string) => errors.find((e) => e.name === name)?.message;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const value = (name: string) => String(data.get(name) ?? '');
    void send({ currentPassword: value('currentPassword'), newPassword: value('newPassword'), again: value('again') });
  };
  const type = shown ? 'text' : 'password';
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex max-w-xl flex-col gap-6">
      <ErrorSummary errors={errors} attempt={attempt} />
      {problem && <ProblemPanel error={problem} />}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <TextField
        id="currentPassword"
        name="currentPassword"
        type={type}
        label={t('current')}
        autoComplete="current-password"
        error={errorOf('currentPassword')}
      />
      <PasswordRules />
      <div>
        <TextField
          id="newPassword"
          name="newPassword"
          type={type}
          label={t('next')}
          autoComplete="new-password"
          minLength={12}
          error={errorOf('newPassword')}
          onInput={(e) => setLength(passwordLength(e.currentTarget.value))}
        />
        <p className="mt-1 text-right text-[0.9375rem] text-solid-gray-700 tabular-nums">
          {t('length', { count: length })}
        </p>
      </div>
      <TextField
        id="again"
        name="again"
        type={type}
        label={t('again')}
        autoComplete="new-password"
        error={errorOf('again')}
      />
      <Checkbox label={t('show')} checked={shown} onChange={(e) => setShown(e.currentTarget.checked)} />
      <p className="text-solid-gray-700">{t('effect')}</p>
      <Button type="submit" size="lg" busy={busy} className="self-start">
        {busy ? t('saving') : t('submit')}
      </Button>
    </form>
  );
}

/** What a password must be, beside the field. */
export function PasswordRules() {
  const t = useTranslations('accounts.password');
  return (
    <section className="rounded-12 bg-solid-gray-50 p-5">
      <h2 className="mb-2 font-bold">{t('rules')}</h2>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-[0.9375rem]">
        {(['ruleLength', 'ruleFree', 'ruleCommon', 'ruleElsewhere', 'ruleIdea'] as const).map((rule) => (
          <li key={rule}>{t(rule)}</li>
        ))}
      </ul>
    </section>
  );
}

function useChange(onChanged: () => void) {
  const t = useTranslations('accounts.password');
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [errors, setErrors] = useState<readonly SummaryError[]>([]);
  const [problem, setProblem] = useState<ApiProblem>();
  const send = async (input: PasswordInput) => {
    if (busy) return;
    setAttempt((n) => n + 1);
    setProblem(undefined);
    const faults = passwordFaults(input);
    const count = passwordLength(input.newPassword);
    setErrors(faults.map((f) => ({ name: f.name, message: t(f.fault, { count }) })));
    if (faults.length > 0) return;
    setBusy(true);
    try {
      await changePassword({ body: { currentPassword: input.currentPassword, newPassword: input.newPassword } });
      onChanged();
    } catch (error) {
      const told = fieldErrors(error);
      if (told.length > 0) setErrors(told);
      else if (error instanceof ApiProblem && error.status === 429) {
        setErrors([{ message: t('tooMany', { minutes: Math.max(1, Math.ceil((error.retryAfter ?? 60) / 60)) }) }]);
      } else setProblem(error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' }));
    } finally {
      setBusy(false);
    }
  };
  return { send, busy, attempt, errors, problem };
}
