import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from '@/lib/cx';
import { Field, type FieldProps, splitField, useFieldIds } from './Field';
import { type FieldWidth, fieldWidths } from './TextField';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export type SelectProps = Omit<ComponentProps<'select'>, 'width'> &
  FieldProps & {
    options: readonly Option[];
    /** The empty choice, such as 選んでください; absent = the first option is chosen. */
    empty?: string;
    width?: FieldWidth;
  };

/** The browser's own list: works with every keyboard, input method and screen reader. */
export function Select({ options, empty, width = 'md', ...props }: SelectProps) {
  const [field, native] = splitField(props);
  const ids = useFieldIds(native.id, field);
  return (
    <Field id={ids.id} field={field}>
      <span className={cx('relative block', fieldWidths[width])}>
        <select {...native} {...ids} className="field-box appearance-none truncate pr-10">
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.label}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          size="1.25rem"
          className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2"
        />
      </span>
    </Field>
  );
}
