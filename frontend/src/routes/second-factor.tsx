import { createFileRoute, redirect, useRouter } from '@tanstack/react-router';
import { LogOut } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { refreshSession, sessionState, takeMe } from '@/api/session';
import { PlainFrame } from '@/app/PlainFrame';
import { safeReturnPath } from '@/app/returnPath';
import { useSession } from '@/app/session';
import { ReSignIn } from '@/app/shell/ReSignIn';
import { useSignOut } from '@/app/signOut';
import { Button } from '@/components/ui';
import { SecondFactors } from '@/features/accounts';

/** Roles that see much need a second factor; without one nothing opens but this page. */
export const Route = createFileRoute('/second-factor')({
  validateSearch: z.object({ to: z.string().max(500).optional().catch(undefined) }),
  beforeLoad: async ({ search: { to } }) => {
    if (sessionState().status === 'unknown') await refreshSession();
    const { me } = sessionState();
    if (!me) throw redirect({ to: '/sign-in' });
    if (!me.mustEnrolSecondFactor) throw redirect({ href: safeReturnPath(to) });
  },
  component: Page,
});

function Page() {
  const t = useTranslations('accounts.factors');
  const app = useTranslations('app');
  const router = useRouter();
  const signOut = useSignOut(router);
  const { me } = useSession();
  const { to } = Route.useSearch();
  useEffect(() => {
    document.title = `${t('firstTitle')} | ${app('name')}`;
  }, [t, app]);
  if (!me) return null;
  return (
    <PlainFrame
      actions={
        <Button variant="text" size="sm" icon={LogOut} onClick={() => void signOut()}>
          {app('signOut')}
        </Button>
      }
    >
      <h1 className="text-std-28B-150">{t('firstTitle')}</h1>
      <p className="mt-2 mb-6 text-solid-gray-700">{t('firstLead')}</p>
      <SecondFactors
        onEnrolled={() => {
          takeMe({ ...me, mustEnrolSecondFactor: false });
          router.history.push(safeReturnPath(to));
        }}
      />
      <ReSignIn />
    </PlainFrame>
  );
}
