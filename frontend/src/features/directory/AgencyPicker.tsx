import { Building2, X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AgencyRef, AgencySummary } from '@/api/generated';
import { Field, type FieldProps, IconButton, useFieldIds } from '@/components/ui';
import { cx } from '@/lib/cx';
import { isComposing } from '@/lib/keyboard';
import { useDirectoryLabels } from './labels';
import { type AgencySearch, useAgencySearch } from './useAgencySearch';

export type AgencyPickerProps = FieldProps & {
  /** The agency chosen. */
  value?: AgencyRef;
  onChange: (agency: AgencyRef | undefined) => void;
  /** Agencies that are not offered, by id. */
  exclude?: readonly string[];
  id?: string;
  name?: string;
  /** An agency outside the directory may be written by name: `text` is that name. */
  allowText?: boolean;
  text?: string;
  onText?: (text: string) => void;
};

/** A field for one agency of the directory: type a part of name or kana, arrows and Enter, or a press. */
export function AgencyPicker(props: AgencyPickerProps) {
  const { value, onChange, id, name, allowText, text, onText, exclude, ...field } = props;
  const ids = useFieldIds(id ?? name, field);
  return (
    <Field id={ids.id} field={field}>
      {value ? (
        <Chosen agency={value} ids={ids} name={name} onClear={() => onChange(undefined)} />
      ) : (
        <SearchBox ids={ids} picker={props} />
      )}
    </Field>
  );
}

type Ids = ReturnType<typeof useFieldIds>;

interface ChosenProps {
  agency: AgencyRef;
  ids: Ids;
  name: string | undefined;
  onClear: () => void;
}

/** What was chosen, in the place of the field; taking it away brings the search back, with focus in it. */
function Chosen({ agency, ids, name, onClear }: ChosenProps) {
  const t = useTranslations('directory.picker');
  return (
    <span className="relative block">
      <Building2 aria-hidden size="1.25rem" className="absolute top-1/2 left-3 -translate-y-1/2 text-key-900" />
      <input
        {...ids}
        type="text"
        name={name}
        readOnly
        value={agency.name}
        className="field-box border-key-900! bg-key-50! pr-14 pl-11 font-bold text-solid-gray-800!"
      />
      <IconButton
        icon={X}
        label={t('clear', { name: agency.name })}
        className="absolute top-0.5 right-1"
        onClick={() => {
          onClear();
          requestAnimationFrame(() => document.getElementById(ids.id)?.focus());
        }}
      />
    </span>
  );
}

function SearchBox({ ids, picker }: { ids: Ids; picker: AgencyPickerProps }) {
  const t = useTranslations('directory.picker');
  const list = useId();
  const [typed, setTyped] = useState(picker.text ?? '');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const search = useAgencySearch(typed, open, picker.exclude ?? []);
  const { agencies } = search;

  const choose = (agency: AgencySummary) => {
    setOpen(false);
    setAt(-1);
    setTyped('');
    picker.onChange({ id: agency.id, code: agency.code, name: agency.name });
    requestAnimationFrame(() => document.getElementById(ids.id)?.focus());
  };
  const move = (to: number) => {
    setOpen(true);
    if (agencies.length > 0) setAt((to + agencies.length) % agencies.length);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isComposing(event)) return;
    const agency = open ? agencies[at] : undefined;
    if (event.key === 'ArrowDown') move(at + 1);
    else if (event.key === 'ArrowUp') move(at < 0 ? -1 : at - 1);
    else if (event.key === 'Enter' && agency) choose(agency);
    else if (event.key === 'Escape' && open) setOpen(false);
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    // Esc closes the list, not the dialog around it.
    event.stopPropagation();
  };

  return (
    <div className="relative">
      <input
        {...ids}
        type="text"
        name={picker.name}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${list}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && at >= 0 ? `${list}-${at}` : undefined}
        autoComplete="off"
        value={typed}
        className="field-box"
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(-1);
          setOpen(true);
          if (picker.allowText) picker.onText?.(event.currentTarget.value);
        }}
      />
      {open && (
        <Found search={search} id={list} at={at} label={picker.label} onChoose={choose} allowText={picker.allowText} />
      )}
      {!open && !picker.allowText && typed.trim() && (
        <p className="mt-1 text-[0.9375rem] text-solid-gray-700">{t('chooseFromList')}</p>
      )}
      <p role="status" className="visually-hidden">
        {open && !search.pending ? t('found', { count: agencies.length }) : ''}
      </p>
    </div>
  );
}

interface FoundProps {
  search: AgencySearch;
  id: string;
  at: number;
  label: FieldProps['label'];
  allowText: boolean | undefined;
  onChoose: (agency: AgencySummary) => void;
}

function Found({ search, id, at, label, allowText, onChoose }: FoundProps) {
  const t = useTranslations('directory.picker');
  const labels = useDirectoryLabels();
  const said = search.error
    ? t('failed')
    : search.agencies.length > 0
      ? ''
      : search.pending
        ? t('searching')
        : t(allowText ? 'noneFree' : 'none');
  return (
    <div className="absolute inset-x-0 top-full z-20 mt-1 max-h-96 overflow-y-auto rounded-8 border border-solid-gray-420 bg-white shadow-2">
      <div role="listbox" id={`${id}-list`} aria-label={typeof label === 'string' ? label : t('list')}>
        {search.agencies.map((a, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled in the combobox, which keeps focus
          <div
            key={a.id}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            ref={(node) => {
              if (i === at) node?.scrollIntoView?.({ block: 'nearest' });
            }}
            // Focus stays in the field; a press outside the list would close it before the click.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(a)}
            className={cx('min-h-11 cursor-pointer px-4 py-2', i === at ? 'bg-key-50' : 'hover:bg-solid-gray-50')}
          >
            <span className="block font-bold">{a.name}</span>
            <span className="block text-[0.875rem] text-solid-gray-700">
              {labels.kind(a.kind)}　{labels.area(a)}
            </span>
          </div>
        ))}
      </div>
      {said && <p className="px-4 py-3 text-solid-gray-700">{said}</p>}
    </div>
  );
}
