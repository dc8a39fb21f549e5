import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { hasRole, useMe } from '@/app/session';
import { AssignmentsPage } from '@/features/assignments/AssignmentsPage';

const search = z.object({
  show: z.enum(['overdue', 'every']).optional().catch(undefined),
  agency: z.uuid().optional().catch(undefined),
});

export const Route = createFileRoute('/_app/assignments')({ validateSearch: search, component: Page });

function Page() {
  const filters = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <AssignmentsPage
      filters={filters}
      coordinator={hasRole(useMe(), 'coordinator')}
      onFilters={(next) => void navigate({ search: next, replace: true })}
    />
  );
}
