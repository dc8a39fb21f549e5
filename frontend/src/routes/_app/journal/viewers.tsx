import { createFileRoute } from '@tanstack/react-router';
import { journalSearch, ViewersPage } from '@/features/journal';
import { listTarget, useSearchText } from '@/lib/listState';

export const Route = createFileRoute('/_app/journal/viewers')({ validateSearch: journalSearch, component: Page });

function Page() {
  const filters = { ...Route.useSearch(), q: useSearchText() };
  const navigate = Route.useNavigate();
  return <ViewersPage filters={filters} onFilters={(next) => void navigate(listTarget(next))} />;
}
