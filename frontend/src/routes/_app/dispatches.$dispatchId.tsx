import { createFileRoute } from '@tanstack/react-router';
import { DispatchPage } from '@/features/advisors/DispatchPage';

export const Route = createFileRoute('/_app/dispatches/$dispatchId')({ component: Page });

function Page() {
  return <DispatchPage dispatchId={Route.useParams().dispatchId} />;
}
