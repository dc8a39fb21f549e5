import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Mark } from './shell/Mark';

/** The frame of pages without the shell: the first password, and what went wrong before there is anybody to show a menu to. */
export function PlainFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const t = useTranslations('app');
  return (
    <div className="min-h-dvh bg-white">
      <header className="border-b border-solid-gray-300 px-4 py-3">
        <div className="mx-auto flex min-h-11 max-w-xl items-center gap-3">
          <Mark className="size-9" />
          <span className="text-std-22B-150">{t('name')}</span>
          {actions && <div className="ml-auto">{actions}</div>}
        </div>
      </header>
      <main className="mx-auto max-w-xl px-4 py-8 sm:px-0">{children}</main>
    </div>
  );
}
