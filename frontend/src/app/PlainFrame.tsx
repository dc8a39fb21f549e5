import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { cx } from '@/lib/cx';
import { Mark } from './shell/Mark';

/** The frame of pages without the shell: the first password, and what went wrong before there is anybody to show a menu to. */
export function PlainFrame({ actions, wide, children }: { actions?: ReactNode; wide?: boolean; children: ReactNode }) {
  const t = useTranslations('app');
  const width = wide ? 'max-w-4xl' : 'max-w-xl';
  const edge = wide ? 'px-4 sm:px-6 desk:px-0' : 'px-4 sm:px-0';
  return (
    <div className="min-h-dvh bg-white">
      <header className="border-b border-solid-gray-300 px-4 py-3">
        <div className={cx('mx-auto flex min-h-11 items-center gap-3', width)}>
          <Mark className="size-9" />
          <span className="text-std-22B-150">{t('name')}</span>
          {actions && <div className="ml-auto">{actions}</div>}
        </div>
      </header>
      <main className={cx('mx-auto py-8', edge, width)}>{children}</main>
    </div>
  );
}
