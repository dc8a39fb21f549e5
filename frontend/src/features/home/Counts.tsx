import { Link, type LinkProps } from '@tanstack/react-router';
import {
  ArrowLeftRight,
  CalendarCheck,
  ClipboardPen,
  FolderOpen,
  HandHelping,
  ListChecks,
  type LucideIcon,
  MessagesSquare,
  Send,
} from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Home } from '@/api/generated';
import { cx } from '@/lib/cx';

type Count = keyof Home['counts'];

const tiles: readonly { id: Count; icon: LucideIcon; link: LinkProps; urgent?: boolean; coordinator?: boolean }[] = [
  { id: 'waiting', icon: ArrowLeftRight, link: { to: '/handoffs', search: { needsMe: true } }, urgent: true },
  { id: 'contactDue', icon: HandHelping, link: { to: '/cases', search: { access: 'lead' } }, urgent: true },
  { id: 'assignments', icon: ListChecks, link: { to: '/assignments' } },
  { id: 'monitorings', icon: CalendarCheck, link: { to: '/monitorings' } },
  { id: 'sent', icon: Send, link: { to: '/handoffs', search: { box: 'sent', open: true } } },
  { id: 'drafts', icon: ClipboardPen, link: { to: '/sheets' } },
  { id: 'openCases', icon: FolderOpen, link: { to: '/cases' } },
  { id: 'openEscalations', icon: MessagesSquare, link: { to: '/escalations' }, urgent: true, coordinator: true },
];

/** How much of each there is; each number leads to the list behind it. */
export function Counts({ counts, coordinator }: { counts: Home['counts']; coordinator: boolean }) {
  const t = useTranslations('home');
  return (
    <ul
      aria-label={t('counts')}
      className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]"
    >
      {tiles
        .filter((x) => !x.coordinator || coordinator)
        .map(({ id, icon: Icon, link, urgent }) => (
          <li key={id}>
            <Link
              {...link}
              className={cx(
                'flex h-full flex-col gap-1 rounded-12 border px-4 py-3 hover:bg-key-50 hover:underline',
                urgent && counts[id] > 0 ? 'border-2 border-key-900' : 'border-solid-gray-300',
              )}
            >
              <span className="flex items-start gap-2 text-[0.9375rem]">
                <Icon aria-hidden size="1.25em" className="mt-1 shrink-0 text-key-900" />
                {t(`count.${id}`)}
              </span>
              <span className="mt-auto text-std-28B-150 tabular-nums">{t('unit', { count: counts[id] })}</span>
            </Link>
          </li>
        ))}
    </ul>
  );
}
