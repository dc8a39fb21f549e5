import { createFileRoute } from '@tanstack/react-router';
import { AdvisorsPage } from '@/features/advisors/AdvisorsPage';
import { advisorSearch } from '@/features/advisors/filters';
import { listTarget, useSearchText } from '@/lib/listState';

export const Route = createFileRoute('/_app/advisors')({ validateSearch: advisorSearch, component: Page });

function Page() {
  const filters = { ...Route.useSearch(), q: useSearchText() };
  const navigate = Route.useNavigate();
  return <AdvisorsPage filters={filters} onFilters={(next) => void navigate(listTarget(next))} />;
}
