import { createFileRoute } from '@tanstack/react-router';
import { PlanPrintPage } from '@/features/plans/PlanPrintPage';

export const Route = createFileRoute('/print/plans/$planId')({ component: Page });

function Page() {
  return <PlanPrintPage planId={Route.useParams().planId} />;
}
