import { createFileRoute } from '@tanstack/react-router';
import { PlanPage } from '@/features/plans/PlanPage';

export const Route = createFileRoute('/_app/plans/$planId')({ component: Page });

function Page() {
  return <PlanPage planId={Route.useParams().planId} />;
}
