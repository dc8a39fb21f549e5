import { createFileRoute } from '@tanstack/react-router';
import { DispatchesPage } from '@/features/advisors/DispatchesPage';
import { dispatchSearch } from '@/features/advisors/filters';
import { listTarget } from '@/lib/listState';

export const Route = createFileRoute('/_app/dispatches/')({ validateSearch: dispatchSearch, component: Page });

function Page() {
  const filters = Route.useSearch();
  const navigate = Route.useNavigate();
  return <DispatchesPage filters={filters} onFilters={(next) => void navigate(listTarget(next))} />;
}
