import { createFileRoute, Outlet, redirect } from '@tanstack/react-router';
import { refreshSession, sessionState } from '@/api/session';
import { Shell } from '@/app/shell/Shell';

/** Everything below needs a signed-in person. */
export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ location }) => {
    if (sessionState().status === 'unknown') await refreshSession();
    if (sessionState().status === 'signed_out') throw redirect({ to: '/sign-in', search: { to: location.href } });
  },
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
});
