import { createFileRoute } from '@tanstack/react-router';
import { useMe } from '@/app/session';
import { AnnualPage, annualSearch } from '@/features/statistics';

export const Route = createFileRoute('/_app/statistics/')({ validateSearch: annualSearch, component: Page });

function Page() {
  const me = useMe();
  const navigate = Route.useNavigate();
  return (
    <AnnualPage
      me={me}
      view={Route.useSearch()}
      onView={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
    />
  );
}
