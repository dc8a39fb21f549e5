import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/lib/cx';

export type ChipTone = 'neutral' | 'blue' | 'green' | 'yellow' | 'orange' | 'red' | 'purple';

const soft: Record<ChipTone, string> = {
  neutral: 'bg-solid-gray-50 text-solid-gray-800 border-solid-gray-400',
  blue: 'bg-blue-50 text-blue-1000 border-blue-300',
  green: 'bg-green-50 text-green-1000 border-green-400',
  yellow: 'bg-yellow-50 text-yellow-1200 border-yellow-600',
  orange: 'bg-orange-50 text-orange-1100 border-orange-400',
  red: 'bg-red-50 text-red-1100 border-red-300',
  purple: 'bg-purple-50 text-purple-1000 border-purple-300',
};

const strong: Record<ChipTone, string> = {
  neutral: 'bg-solid-gray-700 text-white border-transparent',
  blue: 'bg-blue-900 text-white border-transparent',
  green: 'bg-green-900 text-white border-transparent',
  yellow: 'bg-yellow-300 text-black border-transparent',
  orange: 'bg-orange-900 text-white border-transparent',
  red: 'bg-red-900 text-white border-transparent',
  purple: 'bg-purple-900 text-white border-transparent',
};

export interface ChipProps {
  children: ReactNode;
  tone?: ChipTone;
  /** A state is never said by colour alone: give it a picture beside the word. */
  icon?: LucideIcon;
  strong?: boolean;
  className?: string;
}

/** A short word about a thing: its state, an issue, a feature of the household. */
export function Chip({ children, tone = 'neutral', icon: Icon, strong: isStrong, className }: ChipProps) {
  return (
    <span
      data-chip={tone}
      className={cx(
        'inline-flex w-fit items-center gap-1 rounded-6 border px-2 py-0.5 align-middle text-[0.875rem] leading-150 font-bold whitespace-nowrap',
        isStrong ? strong[tone] : soft[tone],
        className,
      )}
    >
      {Icon && <Icon aria-hidden size="1.1em" className="shrink-0" />}
      {children}
    </span>
  );
}

/** Same part under the word the screens use for states. */
export const StatusBadge = Chip;

/** Chips in a row that wraps; a list for a screen reader. */
export function ChipList({ items, label }: { items: readonly ReactNode[]; label?: string }) {
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1.5">
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the caller gives nodes without identity, in a fixed order
        <li key={i}>{item}</li>
      ))}
    </ul>
  );
}
