import { createFileRoute } from '@tanstack/react-router';
import { handoffSearch } from '@/features/handoffs/filters';
import { HandoffsPage } from '@/features/handoffs/HandoffsPage';
import { listTarget, useSearchText } from '@/lib/listState';

export const Route = createFileRoute('/_app/handoffs')({ validateSearch: handoffSearch, component: Page });

function Page() {
  const filters = { ...Route.useSearch(), q: useSearchText() };
  const navigate = Route.useNavigate();
  return <HandoffsPage filters={filters} onFilters={(next) => void navigate(listTarget(next))} />;
}
