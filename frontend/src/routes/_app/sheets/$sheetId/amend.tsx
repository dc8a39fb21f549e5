import { createFileRoute } from '@tanstack/react-router';
import { SheetAmendPage } from '@/features/sheets/SheetAmendPage';

export const Route = createFileRoute('/_app/sheets/$sheetId/amend')({ component: Page });

function Page() {
  return <SheetAmendPage sheetId={Route.useParams().sheetId} />;
}
