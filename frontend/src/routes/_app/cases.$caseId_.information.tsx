import { createFileRoute } from '@tanstack/react-router';
import { InformationPage } from '@/features/information/InformationPage';

export const Route = createFileRoute('/_app/cases/$caseId_/information')({ component: Page });

function Page() {
  return <InformationPage caseId={Route.useParams().caseId} />;
}
