import { createFileRoute, redirect } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { sessionState } from '@/api/session';
import { providerOutcome } from '@/app/providerOutcome';
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
  const [provider] = useState(() => providerOutcome(window.location.hash));
  // What the provider left is used once; it does not stay in the address.
  useEffect(() => {
    if (provider)
      window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  }, [provider]);
  return <SignInPage returnTo={safeReturnPath(to)} signedOut={out === true} provider={provider} />;
}
