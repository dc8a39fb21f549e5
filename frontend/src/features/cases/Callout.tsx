import { Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

export interface CalloutProps {
  tone?: 'info' | 'warning';
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
}

/** A standing fact about the case, said above it: quieter than a notice of something that just happened. */
export function Callout({ tone = 'info', icon, title, children }: CalloutProps) {
  const warning = tone === 'warning';
  const Icon = icon ?? (warning ? TriangleAlert : Info);
  return (
    <section
      className={cx(
        'flex items-start gap-3 rounded-8 border border-l-8 bg-white px-4 py-3',
        warning ? 'border-warning-yellow-2' : 'border-key-900',
      )}
    >
      <Icon
        aria-hidden
        size="1.375rem"
        className={cx('mt-0.5 shrink-0', warning ? 'text-warning-yellow-2' : 'text-key-900')}
      />
      <div className="min-w-0">
        <h2 className="font-bold">{title}</h2>
        {children && <div className="text-[0.9375rem]">{children}</div>}
      </div>
    </section>
  );
}
