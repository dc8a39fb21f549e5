import { createFileRoute } from '@tanstack/react-router';
import { agencySearch, PrintAgenciesPage } from '@/features/directory';

export const Route = createFileRoute('/print/agencies')({ validateSearch: agencySearch, component: Page });

function Page() {
  return <PrintAgenciesPage state={Route.useSearch()} />;
}
