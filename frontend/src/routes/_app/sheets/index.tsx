import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { z } from 'zod';
import { SheetListPage } from '@/features/sheets/list/SheetListPage';
import { listTarget, useSearchText } from '@/lib/listState';

const search = z.object({
  state: z.enum(['draft', 'filed', 'discarded']).optional().catch(undefined),
  mine: z.boolean().optional().catch(undefined),
  sort: z.enum(['created']).optional().catch(undefined),
});

export const Route = createFileRoute('/_app/sheets/')({ validateSearch: search, component: Page });

function Page() {
  const filter = { ...Route.useSearch(), q: useSearchText() };
  const navigate = useNavigate();
  return <SheetListPage filter={filter} onFilter={(next) => void navigate({ to: '/sheets', ...listTarget(next) })} />;
}
