import { createFileRoute } from '@tanstack/react-router';
import { NotFoundPage } from '@/app/pages';
import { hasRole, useMe } from '@/app/session';
import { ImportPage } from '@/features/directory';

export const Route = createFileRoute('/_app/agencies/import')({ component: Page });

function Page() {
  return hasRole(useMe(), 'city_office', 'system_admin') ? <ImportPage /> : <NotFoundPage />;
}
