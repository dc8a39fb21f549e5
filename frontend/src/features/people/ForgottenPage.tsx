import { Mail } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { requestPasswordLink } from '@/api/generated';
import { Button, ErrorSummary, LinkButton, NoticeBanner, ProblemPanel, TextField, TextLink } from '@/components/ui';
import { narrowAscii } from '@/lib/kana';

/** パスワードを忘れたとき: the answer is the same for every address. */
export function ForgottenPage() {
  const t = useTranslations('people.forgotten');
  const missing = useTranslations('people.missing');
  const app = useTranslations('app');
  const people = useTranslations('people');
  const [state, setState] = useState<'asking' | 'busy' | 'sent'>('asking');
  const [fault, setFault] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  const [problem, setProblem] = useState<unknown>();
  useEffect(() => {
    document.title = `${t('title')} | ${app('name')}`;
  }, [t, app]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state === 'busy') return;
    const email = narrowAscii(String(new FormData(event.currentTarget).get('email') ?? '').trim());
    setAttempt((n) => n + 1);
    setFault(email ? undefined : missing('email'));
    setProblem(undefined);
    if (!email) return;
    setState('busy');
    try {
      await requestPasswordLink({ body: { email }, throwOnError: true });
      setState('sent');
    } catch (error) {
      setProblem(error);
      setState('asking');
    }
  };
  if (state === 'sent') {
    return (
      <>
        <h1 className="visually-hidden">{t('title')}</h1>
        <NoticeBanner
          tone="success"
          live
          title={t('sentTitle')}
          actions={
            <LinkButton variant="outline" to="/sign-in">
              {t('back')}
            </LinkButton>
          }
        >
          <p>{t('sent')}</p>
          <p className="mt-2">{t('sentNone')}</p>
        </NoticeBanner>
      </>
    );
  }
  return (
    <>
      <h1 className="text-std-28B-150">{t('title')}</h1>
      <p className="mt-2 mb-6 text-solid-gray-700">{t('lead')}</p>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-6">
        <ErrorSummary errors={fault ? [{ name: 'email', message: fault }] : []} attempt={attempt} />
        {problem !== undefined && <ProblemPanel error={problem} />}
        <TextField
          id="email"
          name="email"
          type="email"
          label={people('email')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          error={fault}
        />
        <Button type="submit" size="lg" icon={Mail} busy={state === 'busy'} className="self-start">
          {t('submit')}
        </Button>
        <p>
          <TextLink to="/sign-in">{t('back')}</TextLink>
        </p>
      </form>
    </>
  );
}
