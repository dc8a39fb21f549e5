import { createFileRoute } from '@tanstack/react-router';
import { hasRole, useMe } from '@/app/session';
import { AgencyPage } from '@/features/directory';

export const Route = createFileRoute('/_app/agencies/$agencyId')({ component: Page });

function Page() {
  const me = useMe();
  return (
    <AgencyPage
      agencyId={Route.useParams().agencyId}
      canHandOff={hasRole(me, 'worker', 'agency_manager', 'coordinator')}
      ownAgencyId={me.agency.id}
    />
  );
}
