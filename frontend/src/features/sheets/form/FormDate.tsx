import { useEffect, useRef } from 'react';
import { type FieldPath, useFormContext, useWatch } from 'react-hook-form';
import { DateField, type DateFieldHandle, type DateFieldProps } from '@/components/ui';
import type { SheetForm } from '../model/form';

type Props = Omit<DateFieldProps, 'name' | 'defaultValue' | 'onDateChange' | 'handle'> & {
  /** A date of the form; what cannot be read stands beside it under the same name with `Text`. */
  name: FieldPath<SheetForm>;
};

/** A date field of the sheet: tied to the form by value, because it keeps the typed text itself. */
export function FormDate({ name, ...props }: Props) {
  const { getValues, setValue } = useFormContext<SheetForm>();
  const value = String(useWatch<SheetForm>({ name }) ?? '');
  const handle = useRef<DateFieldHandle>(null);
  const own = useRef(value);
  useEffect(() => {
    if (value === own.current) return;
    own.current = value;
    handle.current?.set(value || undefined);
  }, [value]);
  return (
    <DateField
      {...props}
      name={name}
      id={props.id ?? name}
      handle={handle}
      defaultValue={String(getValues(name) ?? '') || undefined}
      onDateChange={({ text, date, valid }) => {
        own.current = date ?? '';
        setValue(name, (date ?? '') as never, { shouldDirty: true });
        setValue(`${name}Text` as never, (valid ? '' : text) as never);
      }}
    />
  );
}
