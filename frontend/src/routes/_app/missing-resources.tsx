import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { MissingResourcesPage } from '@/features/plans/MissingResourcesPage';

const search = z.object({ state: z.enum(['noted', 'considering', 'answered']).optional().catch(undefined) });

export const Route = createFileRoute('/_app/missing-resources')({ validateSearch: search, component: Page });

function Page() {
  const filters = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <MissingResourcesPage filters={filters} onFilters={(next) => void navigate({ search: next, replace: true })} />
  );
}
