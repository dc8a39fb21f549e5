import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { hasRole, useMe } from '@/app/session';
import { MonitoringsPage } from '@/features/monitorings/MonitoringsPage';

const search = z.object({
  kind: z.enum(['plan', 'review', 'follow_up']).optional().catch(undefined),
  overdue: z.boolean().optional().catch(undefined),
});

export const Route = createFileRoute('/_app/monitorings')({ validateSearch: search, component: Page });

function Page() {
  const filters = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <MonitoringsPage
      filters={filters}
      coordinator={hasRole(useMe(), 'coordinator')}
      onFilters={(next) => void navigate({ search: next, replace: true })}
    />
  );
}
