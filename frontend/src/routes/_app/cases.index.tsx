import { createFileRoute } from '@tanstack/react-router';
import { CasesPage } from '@/features/cases/CasesPage';
import { caseSearch } from '@/features/cases/filters';
import { listTarget, useSearchText } from '@/lib/listState';

export const Route = createFileRoute('/_app/cases/')({ validateSearch: caseSearch, component: Page });

function Page() {
  const filters = { ...Route.useSearch(), q: useSearchText() };
  const navigate = Route.useNavigate();
  return <CasesPage filters={filters} onFilters={(next) => void navigate(listTarget(next))} />;
}
