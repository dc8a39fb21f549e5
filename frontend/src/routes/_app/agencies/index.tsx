import { createFileRoute } from '@tanstack/react-router';
import { hasRole, useMe } from '@/app/session';
import { AgencyListPage, agencySearch } from '@/features/directory';

export const Route = createFileRoute('/_app/agencies/')({ validateSearch: agencySearch, component: Page });

function Page() {
  const me = useMe();
  const state = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <AgencyListPage
      state={state}
      onState={(search) => void navigate({ search, replace: true, resetScroll: false })}
      canImport={hasRole(me, 'city_office', 'system_admin')}
    />
  );
}
