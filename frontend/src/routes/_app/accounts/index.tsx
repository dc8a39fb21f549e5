import { createFileRoute } from '@tanstack/react-router';
import { useMe } from '@/app/session';
import { PeoplePage, peopleSearch } from '@/features/people';
import { listTarget, useSearchText } from '@/lib/listState';

export const Route = createFileRoute('/_app/accounts/')({ validateSearch: peopleSearch, component: Page });

function Page() {
  const filters = { ...Route.useSearch(), q: useSearchText() };
  const navigate = Route.useNavigate();
  return (
    <PeoplePage
      scope="accounts"
      agency={useMe().agency}
      filters={filters}
      onFilters={(next) => void navigate(listTarget(next))}
    />
  );
}
