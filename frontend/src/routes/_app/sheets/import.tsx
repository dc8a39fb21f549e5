import { createFileRoute } from '@tanstack/react-router';
import { NotFoundPage } from '@/app/pages';
import { hasRole, useMe } from '@/app/session';
import { SheetImportPage } from '@/features/sheets/imports/SheetImportPage';

export const Route = createFileRoute('/_app/sheets/import')({ component: Page });

function Page() {
  return hasRole(useMe(), 'worker', 'agency_manager') ? <SheetImportPage /> : <NotFoundPage />;
}
