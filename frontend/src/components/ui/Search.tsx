import { Search, X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { cx } from '@/lib/cx';
import { isComposing, useKeyActions } from '@/lib/keyboard';
import { Button, IconButton } from './Button';

export interface SearchFieldProps {
  label: string;
  /** What can be searched, beside the label. */
  hint?: string;
  defaultValue?: string;
  onSearch: (text: string) => void;
  /** `/` moves here. One per page. */
  slashKey?: boolean;
  className?: string;
}

/** Searches when asked (Enter outside composition, or the button), not at each key: names are typed through an input method. */
export function SearchField({ label, hint, defaultValue = '', onSearch, slashKey, className }: SearchFieldProps) {
  const t = useTranslations('ui');
  const input = useRef<HTMLInputElement>(null);
  const go = () => onSearch(input.current?.value.trim() ?? '');
  useKeyActions([
    { id: 'search', keys: '/', label: t('keySearch'), enabled: slashKey === true, run: () => input.current?.select() },
  ]);
  return (
    <search className={cx('flex flex-col gap-2', className)}>
      <label className="font-bold" htmlFor={`search-${label}`}>
        {label}
        {hint && <span className="ml-2 text-[0.875rem] font-normal text-solid-gray-700">{hint}</span>}
      </label>
      <div className="flex gap-2">
        <span className="relative grow">
          <Search aria-hidden size="1.25rem" className="absolute top-1/2 left-3 -translate-y-1/2 text-solid-gray-600" />
          <input
            key={defaultValue}
            ref={input}
            id={`search-${label}`}
            type="text"
            inputMode="search"
            enterKeyHint="search"
            autoComplete="off"
            defaultValue={defaultValue}
            className="field-box pr-12 pl-11"
            onKeyDown={(event) => {
              if (isComposing(event)) return;
              if (event.key === 'Enter') {
                event.preventDefault();
                go();
              }
            }}
          />
          {defaultValue && (
            <IconButton
              icon={X}
              label={t('clearSearch')}
              className="absolute top-0.5 right-0.5"
              onClick={() => {
                if (input.current) input.current.value = '';
                onSearch('');
                input.current?.focus();
              }}
            />
          )}
        </span>
        <Button variant="outline" onClick={go}>
          {t('search')}
        </Button>
      </div>
    </search>
  );
}

export interface FilterBarProps {
  children: ReactNode;
  /** What is filtered now, each with a way to drop it. */
  active?: readonly { id: string; label: string; onRemove: () => void }[];
  onClear?: () => void;
}

/** Search and filters of a list in one place, and what they hold back in words. */
export function FilterBar({ children, active = [], onClear }: FilterBarProps) {
  const t = useTranslations('ui');
  return (
    <section
      aria-label={t('filters')}
      className="flex flex-col gap-4 rounded-12 bg-solid-gray-50 p-4 desk:p-5"
      data-no-print
    >
      <div className="flex flex-wrap items-end gap-x-5 gap-y-4">{children}</div>
      {active.length > 0 && (
        <ul className="flex flex-wrap items-center gap-2">
          {active.map((f) => (
            <li key={f.id}>
              <button
                type="button"
                onClick={f.onRemove}
                className="inline-flex min-h-11 items-center gap-1.5 rounded-full border border-key-900 bg-white px-4 text-[0.9375rem] text-key-1000 hover:bg-key-50"
              >
                {f.label}
                <X aria-hidden size="1em" />
                <span className="visually-hidden"> {t('removeFilter')}</span>
              </button>
            </li>
          ))}
          {onClear && (
            <li>
              <Button variant="text" size="sm" onClick={onClear}>
                {t('clearFilters')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}
