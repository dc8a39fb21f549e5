import { createFileRoute } from '@tanstack/react-router';
import { useMe } from '@/app/session';
import { DashboardPage, dashboardSearch } from '@/features/statistics';

export const Route = createFileRoute('/_app/statistics/dashboard')({
  validateSearch: dashboardSearch,
  component: Page,
});

function Page() {
  const me = useMe();
  const navigate = Route.useNavigate();
  return (
    <DashboardPage
      me={me}
      view={Route.useSearch()}
      onView={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
    />
  );
}
