import { createFileRoute } from '@tanstack/react-router';
import { PrintDisposalPage } from '@/features/retention';

export const Route = createFileRoute('/print/disposals/$disposalId')({ component: Page });

function Page() {
  return <PrintDisposalPage disposalId={Route.useParams().disposalId} />;
}
