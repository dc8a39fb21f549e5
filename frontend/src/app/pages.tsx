import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { ApiProblem } from '@/api/problems';
import { LinkButton, PageHeader, ProblemPanel, Skeleton } from '@/components/ui';
import { PlainFrame } from './PlainFrame';

export function NotFoundPage() {
  const t = useTranslations('notFound');
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t('detail')}
      </PageHeader>
      <LinkButton to="/">{t('home')}</LinkButton>
    </>
  );
}

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const { reset: resetQueries } = useQueryErrorResetBoundary();
  if (error instanceof ApiProblem && error.status === 404) return <NotFoundPage />;
  return (
    <ProblemPanel
      error={error}
      onRetry={() => {
        resetQueries();
        reset();
        void router.invalidate();
      }}
    />
  );
}

export function PendingPage() {
  return <Skeleton lines={6} className="max-w-2xl py-6" />;
}

/** Where there is no shell around it: the first request failed, or the shell itself did. */
export function PlainErrorPage(props: ErrorComponentProps) {
  return (
    <PlainFrame>
      <ErrorPage {...props} />
    </PlainFrame>
  );
}

export function PlainNotFoundPage() {
  return (
    <PlainFrame>
      <NotFoundPage />
    </PlainFrame>
  );
}
