import { createFileRoute } from '@tanstack/react-router';
import { PersonRecordPage } from '@/features/disclosures/PersonRecordPage';

export const Route = createFileRoute('/print/persons/$personId')({ component: Page });

function Page() {
  return <PersonRecordPage personId={Route.useParams().personId} />;
}
