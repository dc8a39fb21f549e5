import { createFileRoute } from '@tanstack/react-router';
import { useMe } from '@/app/session';
import { PersonPage } from '@/features/people';

export const Route = createFileRoute('/_app/staff/$accountId')({ component: Page });

function Page() {
  return <PersonPage scope="staff" accountId={Route.useParams().accountId} agency={useMe().agency} />;
}
