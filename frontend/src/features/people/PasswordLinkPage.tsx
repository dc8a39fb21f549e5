import { useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ApiProblem, fieldErrors } from '@/api/client';
import { type PasswordLink, readPasswordLink, usePasswordLink as sendPassword } from '@/api/generated';
import {
  Button,
  Checkbox,
  DescriptionList,
  ErrorSummary,
  LinkButton,
  NoticeBanner,
  ProblemPanel,
  Skeleton,
  type SummaryError,
  TextField,
} from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { PasswordRules, passwordLength, SHORTEST } from '../accounts';

export type LinkKind = 'invitation' | 'password_reset';

/** What stands behind the # of the address: used once, and taken out of it. */
function useToken(): string {
  const [token] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    if (window.location.hash) window.history.replaceState(window.history.state, '', window.location.pathname);
  }, []);
  return token;
}

/** The page of an invitation, and of a reset: whom the link is for, and the password that only this person knows. */
export function PasswordLinkPage({ kind }: { kind: LinkKind }) {
  const t = useTranslations('people.link');
  const app = useTranslations('app');
  const token = useToken();
  const [done, setDone] = useState(false);
  const title = t(kind === 'invitation' ? 'invitationTitle' : 'resetTitle');
  useEffect(() => {
    document.title = `${title} | ${app('name')}`;
  }, [title, app]);
  const link = useQuery({
    queryKey: [{ _id: 'readPasswordLink', kind, token }],
    queryFn: async () =>
      (await readPasswordLink({ body: { kind }, headers: { 'X-Link-Token': token }, throwOnError: true })).data,
    enabled: token.length > 0 && !done,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  let body: ReactNode;
  if (done) {
    body = (
      <NoticeBanner
        tone="success"
        live
        title={t('doneTitle')}
        actions={
          <LinkButton to="/sign-in" icon={LogIn}>
            {t('signIn')}
          </LinkButton>
        }
      >
        {t('done')}
      </NoticeBanner>
    );
  } else if (!token) body = <Over kind={kind} why={t('missing')} />;
  else if (link.isPending) body = <Skeleton lines={5} />;
  else if (link.isError) body = <Failed kind={kind} error={link.error} onRetry={() => void link.refetch()} />;
  else {
    body = (
      <>
        <h1 className="text-std-28B-150">{title}</h1>
        <p className="mt-2 mb-6 text-solid-gray-700">
          {t(kind === 'invitation' ? 'invitationLead' : 'resetLead', { name: link.data.name })}
        </p>
        <ChoosePassword kind={kind} token={token} link={link.data} onDone={() => setDone(true)} />
      </>
    );
  }
  return body;
}

function Failed({ kind, error, onRetry }: { kind: LinkKind; error: unknown; onRetry: () => void }) {
  const t = useTranslations('people.link');
  const gone = error instanceof ApiProblem && (error.status === 404 || error.status === 410);
  if (!gone) return <ProblemPanel error={error} onRetry={onRetry} />;
  return <Over kind={kind} why={t(kind === 'invitation' ? 'overInvitation' : 'overReset')} />;
}

function Over({ kind, why }: { kind: LinkKind; why: string }) {
  const t = useTranslations('people.link');
  return (
    <>
      <h1 className="visually-hidden">{t('overTitle')}</h1>
      <NoticeBanner
        tone="warning"
        live
        title={t('overTitle')}
        actions={kind === 'password_reset' && <LinkButton to="/forgotten-password">{t('again')}</LinkButton>}
      >
        {why}
      </NoticeBanner>
    </>
  );
}

interface ChooseProps {
  kind: LinkKind;
  token: string;
  link: PasswordLink;
  onDone: () => void;
}

function ChoosePassword({ kind, token, link, onDone }: ChooseProps) {
  const t = useTranslations('people.link');
  const words = useTranslations('accounts.password');
  const [shown, setShown] = useState(false);
  const [length, setLength] = useState(0);
  const { send, busy, errors, problem, attempt } = useChoice(kind, token, onDone);
  const errorOf = (name: string) => errors.find((e) => e.name === name)?.message;
  const type = shown ? 'text' : 'password';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    void send(String(data.get('newPassword') ?? ''), String(data.get('again') ?? ''));
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-6">
      <ErrorSummary errors={errors} attempt={attempt} />
      {problem !== undefined && <ProblemPanel error={problem} />}
      <DescriptionList
        items={[
          { term: t('email'), value: <span className="break-all">{link.email}</span> },
          { term: t('agencies'), value: link.agencies.join('・') },
          { term: t('until'), value: formatInstant(link.until) },
        ]}
      />
      <input type="text" name="username" autoComplete="username" value={link.email} readOnly hidden />
      <PasswordRules />
      <div>
        <TextField
          id="newPassword"
          name="newPassword"
          type={type}
          label={words('next')}
          autoComplete="new-password"
          error={errorOf('newPassword')}
          onInput={(e) => setLength(passwordLength(e.currentTarget.value))}
        />
        <p className="mt-1 text-right text-[0.9375rem] text-solid-gray-700 tabular-nums">
          {words('length', { count: length })}
        </p>
      </div>
      <TextField
        id="again"
        name="again"
        type={type}
        label={words('again')}
        autoComplete="new-password"
        error={errorOf('again')}
      />
      <Checkbox label={words('show')} checked={shown} onChange={(e) => setShown(e.currentTarget.checked)} />
      <Button type="submit" size="lg" busy={busy} className="self-start">
        {t('submit')}
      </Button>
    </form>
  );
}

function useChoice(kind: LinkKind, token: string, onDone: () => void) {
  const t = useTranslations('accounts.password');
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [errors, setErrors] = useState<readonly SummaryError[]>([]);
  const [problem, setProblem] = useState<unknown>();
  const send = async (newPassword: string, again: string) => {
    if (busy) return;
    setAttempt((n) => n + 1);
    setProblem(undefined);
    const count = passwordLength(newPassword);
    const faults: SummaryError[] = [];
    if (count === 0) faults.push({ name: 'newPassword', message: t('nextMissing') });
    else if (count < SHORTEST) faults.push({ name: 'newPassword', message: t('tooShort', { count }) });
    else if (newPassword !== again) faults.push({ name: 'again', message: t('differs') });
    setErrors(faults);
    if (faults.length > 0) return;
    setBusy(true);
    try {
      await sendPassword({ body: { kind, newPassword }, headers: { 'X-Link-Token': token }, throwOnError: true });
      onDone();
    } catch (error) {
      const told = fieldErrors(error);
      if (told.length > 0) setErrors(told);
      else setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { send, busy, attempt, errors, problem };
}
