import { Link, useRouter } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { Me } from '@/api/generated';
import { IconButton } from '@/components/ui';
import { type NavItem, navItems } from '../nav';
import { hasRole } from '../session';

/** Beside the page where there is room (from 900 px); in a drawer below that. */
export function SideNav({ me }: { me: Me }) {
  const t = useTranslations('app');
  return (
    <nav
      data-shell
      aria-label={t('mainNav')}
      className="sticky top-16 hidden h-[calc(100dvh-4rem)] w-56 shrink-0 overflow-y-auto border-r border-solid-gray-200 px-3 py-6 desk:block"
    >
      <NavList me={me} />
    </nav>
  );
}

export function NavDrawer({ me, open, onClose }: { me: Me; open: boolean; onClose: () => void }) {
  const t = useTranslations('app');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const node = dialog.current;
    if (open && node && !node.open) node.showModal();
    if (!open && node?.open) node.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-label={t('mainNav')}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
      className="m-0 h-dvh max-h-none w-72 max-w-[85vw] bg-white p-4 shadow-4"
    >
      <div className="mb-2 flex justify-end">
        <IconButton icon={X} label={t('closeMenu')} onClick={onClose} />
      </div>
      <nav aria-label={t('mainNav')}>{open && <NavList me={me} />}</nav>
    </dialog>
  );
}

function NavList({ me }: { me: Me }) {
  const router = useRouter();
  const items = navItems.filter((i) => i.to in router.routesByPath && (!i.roles || hasRole(me, ...i.roles)));
  return (
    <ul className="flex flex-col gap-1">
      {items.map((item) => (
        <li key={item.to}>
          <NavLink item={item} unread={item.label === 'notifications' ? me.unreadNotifications : 0} />
        </li>
      ))}
    </ul>
  );
}

function NavLink({ item, unread }: { item: NavItem; unread: number }) {
  const t = useTranslations('nav');
  const Icon = item.icon;
  return (
    <Link
      to={item.to}
      activeOptions={{ exact: item.to === '/', includeSearch: false }}
      className="flex min-h-12 items-center gap-3 rounded-8 border-l-4 border-transparent px-3 hover:bg-solid-gray-50 hover:underline"
      activeProps={{ className: 'border-key-900! bg-key-50! font-bold text-key-1000' }}
    >
      <Icon aria-hidden size="1.375rem" className="shrink-0" />
      <span className="grow">{t(item.label)}</span>
      {unread > 0 && (
        <span className="rounded-full bg-red-900 px-2 text-[0.8125rem] font-bold text-white tabular-nums">
          <span aria-hidden>{unread > 99 ? '99+' : unread}</span>
          <span className="visually-hidden">{t('unread', { count: unread })}</span>
        </span>
      )}
    </Link>
  );
}
