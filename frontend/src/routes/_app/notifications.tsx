import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { NotificationsPage } from '@/features/notifications/NotificationsPage';
import { listTarget, useSearchText } from '@/lib/listState';

const search = z.object({
  unread: z.boolean().optional().catch(undefined),
  sort: z.enum(['oldest']).optional().catch(undefined),
});

export const Route = createFileRoute('/_app/notifications')({ validateSearch: search, component: Page });

function Page() {
  const filter = { ...Route.useSearch(), q: useSearchText() };
  const navigate = Route.useNavigate();
  return <NotificationsPage filter={filter} onFilter={(next) => void navigate(listTarget(next))} />;
}
