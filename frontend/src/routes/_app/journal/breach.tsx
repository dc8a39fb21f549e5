import { createFileRoute } from '@tanstack/react-router';
import { BreachPage } from '@/features/journal';

export const Route = createFileRoute('/_app/journal/breach')({ component: Page });

function Page() {
  const navigate = Route.useNavigate();
  return <BreachPage onAsk={(breach) => void navigate({ to: '/print/breach', state: { breach } })} />;
}
