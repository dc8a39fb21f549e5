import { createFileRoute } from '@tanstack/react-router';
import { PrintInformationPage } from '@/features/information/PrintInformationPage';

export const Route = createFileRoute('/print/information/$caseId')({ component: Page });

function Page() {
  return <PrintInformationPage caseId={Route.useParams().caseId} />;
}
