import { createFileRoute } from '@tanstack/react-router';
import { hasRole, useMe } from '@/app/session';
import { AgencyEditPage } from '@/features/directory';

export const Route = createFileRoute('/_app/agencies/$agencyId_/edit')({ component: Page });

function Page() {
  const city = hasRole(useMe(), 'city_office', 'system_admin');
  return <AgencyEditPage agencyId={Route.useParams().agencyId} city={city} />;
}
