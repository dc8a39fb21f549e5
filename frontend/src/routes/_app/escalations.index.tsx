import { createFileRoute } from '@tanstack/react-router';
import { EscalationsPage } from '@/features/escalations/EscalationsPage';
import { escalationSearch } from '@/features/escalations/filters';
import { listTarget, useSearchText } from '@/lib/listState';

export const Route = createFileRoute('/_app/escalations/')({ validateSearch: escalationSearch, component: Page });

function Page() {
  const filters = { ...Route.useSearch(), q: useSearchText() };
  const navigate = Route.useNavigate();
  return <EscalationsPage filters={filters} onFilters={(next) => void navigate(listTarget(next))} />;
}
