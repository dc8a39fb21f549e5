import { type ComponentProps, useImperativeHandle, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ageOn, todayInJapan } from '@/lib/age';
import { formatWareki, type ParsedDate, parseDate } from '@/lib/wareki';
import { Field, type FieldProps, splitField, useFieldIds } from './Field';
import { fieldWidths } from './TextField';

export interface DateValue {
  /** What was typed, kept as it is. */
  readonly text: string;
  /** YYYY-MM-DD, or undefined while empty or unreadable. */
  readonly date: string | undefined;
  /** False when something is typed that is no date. */
  readonly valid: boolean;
}

export interface DateFieldHandle {
  focus: () => void;
  set: (date: string | undefined) => void;
}

export type DateFieldProps = Omit<
  ComponentProps<'input'>,
  'defaultValue' | 'onChange' | 'value' | 'type' | 'size' | 'ref'
> &
  FieldProps & {
    /** YYYY-MM-DD */
    defaultValue?: string;
    /** At every keystroke outside composition. */
    onDateChange?: (value: DateValue) => void;
    /** For birth dates: the age is spoken beside the date. */
    showAge?: boolean;
    /** Future dates are faults (birth dates). */
    pastOnly?: boolean;
    handle?: React.Ref<DateFieldHandle>;
  };

/** A date as people write it: S55.3.2, 昭和55年3月2日, 19800302, full width. Echoes how it was read. */
export function DateField({ defaultValue, onDateChange, showAge, pastOnly, handle, ...props }: DateFieldProps) {
  const t = useTranslations('ui');
  const [text, setText] = useState(() => (defaultValue ? formatWareki(defaultValue) : ''));
  const [left, setLeft] = useState(true);
  const input = useRef<HTMLInputElement>(null);
  const [field, native] = splitField(props);
  const today = todayInJapan(new Date());
  const read = text.trim() === '' ? undefined : parseDate(text);
  const fault = left ? faultText(t, read, pastOnly ? today : undefined) : undefined;
  const shown = { ...field, error: field.error ?? fault };
  const echoId = `${native.id ?? native.name ?? 'date'}-echo`;
  const ids = useFieldIds(native.id, shown, echoId);

  const take = (next: string) => {
    setText(next);
    const parsed = next.trim() === '' ? undefined : parseDate(next);
    const date = parsed?.ok && !(pastOnly && parsed.date > today) ? parsed.date : undefined;
    onDateChange?.({ text: next, date, valid: next.trim() === '' || date !== undefined });
  };
  useImperativeHandle(handle, () => ({
    focus: () => input.current?.focus(),
    set: (date) => {
      const next = date ? formatWareki(date) : '';
      if (input.current) input.current.value = next;
      take(next);
    },
  }));
  const age = read?.ok && showAge ? ageOn(read.date, today) : undefined;
  return (
    <Field
      id={ids.id}
      field={{ ...shown, hint: field.hint ?? t('dateHint') }}
      after={
        <p id={echoId} aria-live="polite" className="min-h-[1.7em] text-[0.9375rem] text-solid-gray-700">
          {read?.ok && !fault && (
            <>
              {t('dateEcho', { wareki: formatWareki(read.date), year: read.date.slice(0, 4) })}
              {age !== undefined && <strong className="ml-3">{t('ageEcho', { age })}</strong>}
            </>
          )}
        </p>
      }
    >
      <input
        type="text"
        autoComplete="off"
        {...native}
        {...ids}
        aria-describedby={`${ids.id}-hint ${ids['aria-describedby'] ?? ''}`.trim()}
        ref={input}
        defaultValue={text}
        className={`field-box ${fieldWidths.md}`}
        onChange={(event) => {
          if ((event.nativeEvent as InputEvent).isComposing) return;
          setLeft(false);
          take(event.currentTarget.value);
        }}
        onCompositionEnd={(event) => take(event.currentTarget.value)}
        onBlur={(event) => {
          setLeft(true);
          take(event.currentTarget.value);
          native.onBlur?.(event);
        }}
      />
    </Field>
  );
}

function faultText(
  t: ReturnType<typeof useTranslations<'ui'>>,
  read: ParsedDate | undefined,
  today: string | undefined,
) {
  if (!read) return undefined;
  if (read.ok) return today && read.date > today ? t('dateFault.future') : undefined;
  if (read.fault === 'outside_era' && read.meant)
    return t('dateFault.outside_era', { meant: formatWareki(read.meant) });
  if (read.fault === 'no_such_day') return t('dateFault.no_such_day');
  if (read.fault === 'too_early') return t('dateFault.too_early');
  return t('dateFault.format');
}
