import { createFileRoute } from '@tanstack/react-router';
import { AdvicePage } from '@/features/advisors/AdvicePage';
import { adviceSearch } from '@/features/advisors/filters';
import { listTarget, useSearchText } from '@/lib/listState';

export const Route = createFileRoute('/_app/advice')({ validateSearch: adviceSearch, component: Page });

function Page() {
  const filters = { ...Route.useSearch(), q: useSearchText() };
  const navigate = Route.useNavigate();
  return <AdvicePage filters={filters} onFilters={(next) => void navigate(listTarget(next))} />;
}
