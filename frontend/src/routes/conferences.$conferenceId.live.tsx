import { createFileRoute } from '@tanstack/react-router';
import { signedInOnly } from '@/app/guard';
import { PlainErrorPage } from '@/app/pages';
import { LivePage } from '@/features/conferences/meeting/LivePage';

/** Projected in the room: signed in as everywhere, but without menu and header. */
export const Route = createFileRoute('/conferences/$conferenceId/live')({
  beforeLoad: signedInOnly,
  errorComponent: PlainErrorPage,
  component: Page,
});

function Page() {
  return <LivePage conferenceId={Route.useParams().conferenceId} />;
}
