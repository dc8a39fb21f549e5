import { createFileRoute } from '@tanstack/react-router';
import { EscalationPage } from '@/features/escalations/EscalationPage';

export const Route = createFileRoute('/_app/escalations/$escalationId')({ component: Page });

function Page() {
  return <EscalationPage escalationId={Route.useParams().escalationId} />;
}
