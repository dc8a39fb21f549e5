import { Link } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { useTranslations } from 'use-intl';

/** The bell in the header: how many notices wait, kept true by the live updates of the person. */
export function NotificationBell({ unread }: { unread: number }) {
  const t = useTranslations('notifications');
  return (
    <Link
      to="/notifications"
      aria-label={unread > 0 ? t('bellUnread', { count: unread }) : t('bell')}
      title={t('bell')}
      className="relative inline-flex size-11 shrink-0 items-center justify-center rounded-8 text-solid-gray-800 hover:bg-solid-gray-50"
    >
      <Bell aria-hidden size="1.5rem" />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute top-0.5 right-0 min-w-5 rounded-full bg-red-900 px-1 text-center text-[0.75rem] leading-5 font-bold text-white tabular-nums"
        >
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  );
}
