import { createFileRoute } from '@tanstack/react-router';
import { JournalPage, journalSearch } from '@/features/journal';
import { listTarget, useSearchText } from '@/lib/listState';

export const Route = createFileRoute('/_app/journal/')({ validateSearch: journalSearch, component: Page });

function Page() {
  const filters = { ...Route.useSearch(), q: useSearchText() };
  const navigate = Route.useNavigate();
  return <JournalPage filters={filters} onFilters={(next) => void navigate(listTarget(next))} />;
}
