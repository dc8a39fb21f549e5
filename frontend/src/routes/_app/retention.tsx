import { createFileRoute } from '@tanstack/react-router';
import { RETENTION_TABS, RetentionPage, type RetentionTab } from '@/features/retention';

export const Route = createFileRoute('/_app/retention')({
  validateSearch: (search: Record<string, unknown>): { tab?: RetentionTab } => ({
    tab: RETENTION_TABS.find((t) => t === search.tab),
  }),
  component: Page,
});

function Page() {
  const { tab } = Route.useSearch();
  const navigate = Route.useNavigate();
  return <RetentionPage tab={tab ?? 'due'} onTab={(next) => void navigate({ search: { tab: next } })} />;
}
