import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { SheetPage } from '@/features/sheets/SheetPage';

const version = z.number().int().positive().optional().catch(undefined);

export const Route = createFileRoute('/_app/sheets/$sheetId/')({
  validateSearch: z.object({ from: version, to: version }),
  component: Page,
});

function Page() {
  const { sheetId } = Route.useParams();
  const navigate = Route.useNavigate();
  return (
    <SheetPage
      sheetId={sheetId}
      range={Route.useSearch()}
      onRange={(range) => void navigate({ search: range, resetScroll: false })}
    />
  );
}
