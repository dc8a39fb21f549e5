import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { cx } from '@/lib/cx';

export interface EmptyStateProps {
  icon?: LucideIcon;
  title: ReactNode;
  /** Why there is nothing. */
  children?: ReactNode;
  /** The one next step. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-12 border border-dashed border-solid-gray-420 px-6 py-10 text-center">
      {Icon && <Icon aria-hidden size="2.5rem" strokeWidth={1.5} className="text-solid-gray-536" />}
      <p className="text-std-18B-160">{title}</p>
      {children && <div className="max-w-prose text-solid-gray-700 [word-break:auto-phrase]">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

/** Grey lines in the shape of what is coming. One per view is announced. */
export function Skeleton({
  lines = 3,
  className,
  announce = true,
}: {
  lines?: number;
  className?: string;
  announce?: boolean;
}) {
  const t = useTranslations('ui');
  const widths = ['w-full', 'w-11/12', 'w-4/5', 'w-2/3'];
  return (
    <div role={announce ? 'status' : undefined} className={cx('flex flex-col gap-3', className)}>
      {announce && <span className="visually-hidden">{t('loading')}</span>}
      {Array.from({ length: lines }, (_, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: identical lines without identity
          key={i}
          aria-hidden
          className={cx('h-5 animate-pulse rounded-6 bg-solid-gray-100', widths[i % widths.length])}
        />
      ))}
    </div>
  );
}

/** A white card with a hairline: a group of content with its own heading. */
export function Card({
  title,
  actions,
  children,
  level = 2,
  className,
  id,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  level?: 2 | 3 | 4;
  className?: string;
  id?: string;
}) {
  const Heading = `h${level}` as const;
  return (
    <section
      data-card
      id={id}
      className={cx('rounded-12 border border-solid-gray-300 bg-white p-5 desk:p-6', className)}
    >
      {(title || actions) && (
        <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
          {title && <Heading className="text-std-20B-150">{title}</Heading>}
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
