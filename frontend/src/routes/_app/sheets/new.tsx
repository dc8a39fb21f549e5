import { createFileRoute, redirect } from '@tanstack/react-router';

/** A new sheet: the form at an address of its own, so that saving it the first time keeps the form as it is. */
export const Route = createFileRoute('/_app/sheets/new')({
  beforeLoad: () => {
    throw redirect({ to: '/sheets/$sheetId/edit', params: { sheetId: 'new' }, replace: true });
  },
});
