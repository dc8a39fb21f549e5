import { createFileRoute, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { sessionState } from '@/api/session';
import { safeReturnPath } from '@/app/returnPath';
import { SignInPage } from '@/app/SignInPage';

const search = z.object({
  to: z.string().max(500).optional().catch(undefined),
  out: z.boolean().optional().catch(undefined),
});

export const Route = createFileRoute('/sign-in')({
  validateSearch: search,
  beforeLoad: ({ search: { to } }) => {
    if (sessionState().status === 'signed_in') throw redirect({ href: safeReturnPath(to) });
  },
  component: Page,
});

function Page() {
  const { to, out } = Route.useSearch();
  return <SignInPage returnTo={safeReturnPath(to)} signedOut={out === true} />;
}
