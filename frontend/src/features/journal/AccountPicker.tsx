import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { UserRound, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { JournalAccount } from '@/api/generated';
import { listJournalAccountsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Field, type FieldProps, IconButton, useFieldIds } from '@/components/ui';
import { cx } from '@/lib/cx';
import { isComposing } from '@/lib/keyboard';

/** How long typing must rest before the server is asked, in milliseconds: each question is journaled. */
const REST = 400;

export type AccountPickerProps = FieldProps & {
  value?: { id: string; name: string };
  onChange: (account: { id: string; name: string } | undefined) => void;
  name: string;
};

/** A field for one person: type a part of the name or of the agency's, arrows and Enter, or a press. */
export function AccountPicker({ value, onChange, name, ...field }: AccountPickerProps) {
  const t = useTranslations('journal.picker');
  const ids = useFieldIds(name, field);
  return (
    <Field id={ids.id} field={field}>
      {value ? (
        <span className="relative block">
          <UserRound aria-hidden size="1.25rem" className="absolute top-1/2 left-3 -translate-y-1/2 text-key-900" />
          <input
            {...ids}
            readOnly
            value={value.name}
            className="field-box border-key-900! bg-key-50! pr-14 pl-11 font-bold text-solid-gray-800!"
          />
          <IconButton
            icon={X}
            label={t('clear', { name: value.name })}
            className="absolute top-0.5 right-1"
            onClick={() => onChange(undefined)}
          />
        </span>
      ) : (
        <SearchBox ids={ids} label={field.label} onChoose={onChange} />
      )}
    </Field>
  );
}

interface SearchBoxProps {
  ids: ReturnType<typeof useFieldIds>;
  label: FieldProps['label'];
  onChoose: (account: JournalAccount) => void;
}

function SearchBox({ ids, label, onChoose }: SearchBoxProps) {
  const t = useTranslations('journal.picker');
  const list = useId();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const found = useAccounts(typed, open);
  const accounts = found.data?.items ?? [];
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isComposing(event)) return;
    const chosen = open ? accounts[at] : undefined;
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, accounts.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && chosen) onChoose(chosen);
    else if (event.key === 'Escape' && open) setOpen(false);
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = open && typed.trim() !== '';
  return (
    <div className="relative">
      <input
        {...ids}
        type="text"
        role="combobox"
        aria-expanded={shown}
        aria-controls={`${list}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && at >= 0 ? `${list}-${at}` : undefined}
        autoComplete="off"
        value={typed}
        className="field-box"
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(-1);
          setOpen(true);
        }}
      />
      {shown && (
        <div className="absolute inset-x-0 top-full z-20 mt-1 max-h-96 min-w-72 overflow-y-auto rounded-8 border border-solid-gray-420 bg-white shadow-2">
          <div role="listbox" id={`${list}-list`} aria-label={typeof label === 'string' ? label : t('list')}>
            {accounts.map((a, i) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled in the combobox, which keeps focus
              <div
                key={a.id}
                id={`${list}-${i}`}
                role="option"
                tabIndex={-1}
                aria-selected={i === at}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => onChoose(a)}
                className={cx('min-h-11 cursor-pointer px-4 py-2', i === at ? 'bg-key-50' : 'hover:bg-solid-gray-50')}
              >
                <span className="block font-bold">{a.name}</span>
                <span className="block text-[0.875rem] text-solid-gray-700">
                  {a.agencies.join('、')}
                  {!a.active && `　${t('inactive')}`}
                </span>
              </div>
            ))}
          </div>
          {accounts.length === 0 && (
            <p className="px-4 py-3 text-solid-gray-700">
              {t(found.isError ? 'failed' : found.isPending ? 'searching' : 'none')}
            </p>
          )}
        </div>
      )}
      <p role="status" className="visually-hidden">
        {shown && found.isSuccess ? t('found', { count: accounts.length }) : ''}
      </p>
    </div>
  );
}

function useAccounts(typed: string, open: boolean) {
  const [rested, setRested] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed.trim()), REST);
    return () => clearTimeout(timer);
  }, [typed]);
  return useQuery({
    ...listJournalAccountsOptions({ query: { q: rested } }),
    enabled: open && rested !== '',
    placeholderData: keepPreviousData,
  });
}
