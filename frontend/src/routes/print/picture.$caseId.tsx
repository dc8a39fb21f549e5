import { createFileRoute } from '@tanstack/react-router';
import { PrintPicturePage } from '@/features/picture/PrintPicturePage';

export const Route = createFileRoute('/print/picture/$caseId')({ component: Page });

function Page() {
  return <PrintPicturePage caseId={Route.useParams().caseId} />;
}
