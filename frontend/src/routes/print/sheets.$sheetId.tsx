import { createFileRoute } from '@tanstack/react-router';
import { SheetPrintPage } from '@/features/sheets/print/SheetPrintPage';

export const Route = createFileRoute('/print/sheets/$sheetId')({ component: Page });

function Page() {
  return <SheetPrintPage sheetId={Route.useParams().sheetId} />;
}
