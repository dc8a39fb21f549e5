import { createFileRoute } from '@tanstack/react-router';
import { SheetEditPage } from '@/features/sheets/SheetEditPage';

export const Route = createFileRoute('/_app/sheets/$sheetId/edit')({ component: Page });

function Page() {
  const { sheetId } = Route.useParams();
  const navigate = Route.useNavigate();
  return (
    <SheetEditPage
      sheetId={sheetId}
      onCreated={(id) =>
        void navigate({ params: { sheetId: id }, replace: true, resetScroll: false, ignoreBlocker: true })
      }
    />
  );
}
