import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';

export interface PageHeaderProps {
  title: ReactNode;
  /** The browser tab's title: nothing personal in it. */
  documentTitle: string;
  /** Above the title: where this belongs. */
  eyebrow?: ReactNode;
  /** Chips and facts below the title. */
  meta?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

/** The page's h1; the shell moves focus to it after navigation, so that a screen reader hears where it is. */
export function PageHeader({ title, documentTitle, eyebrow, meta, actions, children }: PageHeaderProps) {
  const t = useTranslations('app');
  useEffect(() => {
    document.title = `${documentTitle} | ${t('name')}`;
  }, [documentTitle, t]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The page was entered before its heading was there, and the shell could only put focus on the whole of it.
    if (document.activeElement?.id === 'main') heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-4">
      <div className="min-w-0">
        {eyebrow && <p className="mb-1 text-[0.9375rem] text-solid-gray-700">{eyebrow}</p>}
        <h1 ref={heading} tabIndex={-1} className="text-std-28B-150 desk:text-std-32B-150">
          {title}
        </h1>
        {meta && <div className="mt-2 flex flex-wrap items-center gap-2">{meta}</div>}
        {children && <div className="mt-2 max-w-prose text-solid-gray-700 [word-break:auto-phrase]">{children}</div>}
      </div>
      {actions && (
        <div className="flex flex-wrap gap-3" data-no-print>
          {actions}
        </div>
      )}
    </header>
  );
}
