import { type ParsedLocation, redirect } from '@tanstack/react-router';
import { ApiProblem } from '@/api/problems';
import { refreshSession, sessionState } from '@/api/session';

/**
 * For beforeLoad of everything that needs a signed-in person; a first password must be changed, and a
 * second factor that the role needs be enrolled, before anything else.
 */
export async function signedInOnly({ location }: { location: ParsedLocation }): Promise<void> {
  if (sessionState().status === 'unknown') await refreshSession();
  const { status, me } = sessionState();
  if (status === 'signed_out') throw redirect({ to: '/sign-in', search: { to: location.href } });
  // The server is starting or busy: the session is kept, and the page says so and can be tried again.
  if (!me) throw new ApiProblem({ status: 503, code: 'unavailable' });
  if (me.mustChangePassword) throw redirect({ to: '/new-password', search: { to: location.href } });
  if (me.mustEnrolSecondFactor) throw redirect({ to: '/second-factor', search: { to: location.href } });
}
