import { createFileRoute } from '@tanstack/react-router';
import { hasRole, useMe } from '@/app/session';
import { HomePage } from '@/features/home/HomePage';
import { QuietHome } from '@/features/home/QuietHome';

export const Route = createFileRoute('/_app/')({ component: Page });

function Page() {
  const me = useMe();
  return hasRole(me, 'worker', 'agency_manager', 'coordinator') ? <HomePage me={me} /> : <QuietHome me={me} />;
}
