import { createFileRoute } from '@tanstack/react-router';
import { hasRole, useMe } from '@/app/session';
import { HomePage } from '@/features/home/HomePage';
import { KeeperHome } from '@/features/home/KeeperHome';
import { QuietHome } from '@/features/home/QuietHome';

export const Route = createFileRoute('/_app/')({ component: Page });

function Page() {
  const me = useMe();
  if (hasRole(me, 'worker', 'agency_manager', 'coordinator')) return <HomePage me={me} />;
  return hasRole(me, 'system_admin') ? <KeeperHome me={me} /> : <QuietHome me={me} />;
}
