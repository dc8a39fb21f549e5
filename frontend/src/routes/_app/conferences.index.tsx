import { createFileRoute } from '@tanstack/react-router';
import { ConferencesPage } from '@/features/conferences/ConferencesPage';
import { conferenceSearch } from '@/features/conferences/filters';

export const Route = createFileRoute('/_app/conferences/')({ validateSearch: conferenceSearch, component: Page });

function Page() {
  const navigate = Route.useNavigate();
  return (
    <ConferencesPage
      filters={Route.useSearch()}
      onFilters={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
    />
  );
}
