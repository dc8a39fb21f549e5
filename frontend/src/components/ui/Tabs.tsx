import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { cx } from '@/lib/cx';

export interface Tab {
  readonly id: string;
  readonly label: ReactNode;
  readonly panel: ReactNode;
  /** A number beside the label, such as what waits. */
  readonly count?: number;
}

export interface TabsProps {
  label: string;
  tabs: readonly Tab[];
  selected: string;
  onSelect: (id: string) => void;
}

/** One panel at a time; arrows move and select, Tab goes into the panel. Keep the selection in the URL. */
export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find((t) => t.id === selected) ?? tabs[0];
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((t) => t.id === current?.id);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <div>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="flex gap-1 overflow-x-auto border-b border-solid-gray-420 p-1.5 pb-0"
      >
        {tabs.map((t) => {
          const active = t.id === current?.id;
          return (
            <button
              key={t.id}
              type="button"
              role="tab"
              id={`${id}-tab-${t.id}`}
              data-tab={t.id}
              aria-selected={active}
              aria-controls={`${id}-panel-${t.id}`}
              tabIndex={active ? 0 : -1}
              onClick={() => onSelect(t.id)}
              className={cx(
                'min-h-11 rounded-t-8 border-b-4 px-4 py-2 font-bold whitespace-nowrap',
                active
                  ? 'border-key-900 text-key-900'
                  : 'border-transparent text-solid-gray-700 hover:bg-solid-gray-50',
              )}
            >
              {t.label}
              {t.count !== undefined && t.count > 0 && <span className="ml-1 tabular-nums"> {t.count}</span>}
            </button>
          );
        })}
      </div>
      {current && (
        <div
          role="tabpanel"
          id={`${id}-panel-${current.id}`}
          aria-labelledby={`${id}-tab-${current.id}`}
          className="pt-5"
        >
          {current.panel}
        </div>
      )}
    </div>
  );
}
