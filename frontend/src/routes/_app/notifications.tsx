import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { NotificationsPage } from '@/features/notifications/NotificationsPage';

const search = z.object({ unread: z.boolean().optional().catch(undefined) });

export const Route = createFileRoute('/_app/notifications')({ validateSearch: search, component: Page });

function Page() {
  const { unread = false } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <NotificationsPage
      unread={unread}
      onUnread={(next) => void navigate({ search: { unread: next || undefined }, replace: true, resetScroll: false })}
    />
  );
}
