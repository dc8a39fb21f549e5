import { createFileRoute } from '@tanstack/react-router';
import { StudiesPage, studySearch } from '@/features/studies';
import { listTarget, useSearchText } from '@/lib/listState';

export const Route = createFileRoute('/_app/studies/')({ validateSearch: studySearch, component: Page });

function Page() {
  const filters = { ...Route.useSearch(), q: useSearchText() };
  const navigate = Route.useNavigate();
  return <StudiesPage filters={filters} onFilters={(next) => void navigate(listTarget(next))} />;
}
