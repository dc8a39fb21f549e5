import { createFileRoute } from '@tanstack/react-router';
import { ConferencePage } from '@/features/conferences/ConferencePage';

export const Route = createFileRoute('/_app/conferences/$conferenceId/')({ component: Page });

function Page() {
  return <ConferencePage conferenceId={Route.useParams().conferenceId} />;
}
