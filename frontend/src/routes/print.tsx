import { createFileRoute, Outlet } from '@tanstack/react-router';
import { signedInOnly } from '@/app/guard';
import { PlainErrorPage } from '@/app/pages';
import { ReSignIn } from '@/app/shell/ReSignIn';
import { StepUp } from '@/app/shell/StepUp';

/** Documents for paper: signed in as everywhere, but without menu and header. */
export const Route = createFileRoute('/print')({
  beforeLoad: signedInOnly,
  errorComponent: PlainErrorPage,
  component: () => (
    <>
      <Outlet />
      <ReSignIn />
      <StepUp />
    </>
  ),
});
