import { createFileRoute } from '@tanstack/react-router';
import { PackagePage } from '@/features/conferences/meeting/PackagePage';

export const Route = createFileRoute('/_app/conferences/$conferenceId/package')({ component: Page });

function Page() {
  return <PackagePage conferenceId={Route.useParams().conferenceId} />;
}
