import { createFileRoute, Outlet } from '@tanstack/react-router';
import { signedInOnly } from '@/app/guard';
import { PlainErrorPage } from '@/app/pages';
import { Shell } from '@/app/shell/Shell';

/** Everything below needs a signed-in person. */
export const Route = createFileRoute('/_app')({
  beforeLoad: signedInOnly,
  errorComponent: PlainErrorPage,
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
});
