import { createFileRoute } from '@tanstack/react-router';
import { useMe } from '@/app/session';
import { PersonPage } from '@/features/people';

export const Route = createFileRoute('/_app/accounts/$accountId')({ component: Page });

function Page() {
  return <PersonPage scope="accounts" accountId={Route.useParams().accountId} agency={useMe().agency} />;
}
