import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

export interface DisclosureProps {
  summary: ReactNode;
  children: ReactNode;
  defaultOpen?: boolean;
  className?: string;
}

/** Detail on demand; the browser's own element, so it works in print, find-in-page and without script. */
export function Disclosure({ summary, children, defaultOpen, className }: DisclosureProps) {
  return (
    <details className={cx('group', className)} open={defaultOpen}>
      <summary className="flex min-h-11 w-fit list-none items-center gap-2 rounded-8 px-1 font-bold text-key-1000 hover:underline [&::-webkit-details-marker]:hidden">
        <ChevronDown aria-hidden size="1.25em" className="shrink-0 transition-transform group-open:rotate-180" />
        {summary}
      </summary>
      <div className="pt-2 pl-7">{children}</div>
    </details>
  );
}
