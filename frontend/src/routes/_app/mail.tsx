import { createFileRoute } from '@tanstack/react-router';
import { MailPage, mailSearch } from '@/features/mail';

export const Route = createFileRoute('/_app/mail')({ validateSearch: mailSearch, component: Page });

function Page() {
  const navigate = Route.useNavigate();
  return <MailPage filters={Route.useSearch()} onFilters={(search) => void navigate({ search, replace: true })} />;
}
