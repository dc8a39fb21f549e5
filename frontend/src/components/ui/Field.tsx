import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { cx } from '@/lib/cx';

export interface FieldProps {
  label: ReactNode;
  /** What to type, above the field: a placeholder is no label. */
  hint?: ReactNode;
  /** What is wrong and what to do. */
  error?: string;
  required?: boolean;
  /** Says 任意 where most fields are required. */
  optional?: boolean;
  /** The label is spoken only (search fields, cells of a table). */
  labelHidden?: boolean;
  className?: string;
}

/** Props that tie an input to its label, hint and error. */
export interface FieldIds {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
}

export function useFieldIds(given: string | undefined, props: FieldProps, extra?: string): FieldIds {
  const own = useId();
  const id = given ?? own;
  const described = [props.hint ? `${id}-hint` : '', extra ?? '', props.error ? `${id}-error` : ''].filter(Boolean);
  return {
    id,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
    'aria-invalid': props.error ? true : undefined,
    'aria-required': props.required ? true : undefined,
  };
}

/** Label, hint, the field itself, error: the frame of every field. */
export function Field({
  id,
  field,
  children,
  after,
}: {
  id: string;
  field: FieldProps;
  children: ReactNode;
  after?: ReactNode;
}) {
  return (
    <div className={cx('flex flex-col gap-2', field.className)} data-invalid={field.error ? '' : undefined}>
      <label htmlFor={id} className={cx('w-fit font-bold', field.labelHidden && 'visually-hidden')}>
        {field.label}
        <Marks required={field.required} optional={field.optional} />
      </label>
      <Hint id={id} hint={field.hint} />
      {children}
      {after}
      <FieldError id={id} error={field.error} />
    </div>
  );
}

export function Marks({ required, optional }: { required?: boolean; optional?: boolean }) {
  const t = useTranslations('ui');
  if (required) return <span className="ml-2 text-[0.875rem] font-normal text-error-2">{t('required')}</span>;
  if (optional) return <span className="ml-2 text-[0.875rem] font-normal text-solid-gray-600">{t('optional')}</span>;
  return null;
}

export function Hint({ id, hint }: { id: string; hint?: ReactNode }) {
  if (!hint) return null;
  return (
    <p id={`${id}-hint`} className="text-[0.9375rem] text-solid-gray-700">
      {hint}
    </p>
  );
}

export function FieldError({ id, error }: { id: string; error?: string }) {
  if (!error) return null;
  return (
    <p id={`${id}-error`} className="flex items-start gap-1.5 text-error-2">
      <CircleAlert aria-hidden size="1.25em" className="mt-[0.2em] shrink-0" />
      <span>{error}</span>
    </p>
  );
}

/** A group of choices under one question. */
export function FieldGroup({ id, field, children }: { id: string; field: FieldProps; children: ReactNode }) {
  const described = [field.hint ? `${id}-hint` : '', field.error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <fieldset
      className={cx('min-w-0', field.className)}
      aria-describedby={described || undefined}
      data-invalid={field.error ? '' : undefined}
    >
      <legend className={cx('mb-2 font-bold', field.labelHidden && 'visually-hidden')}>
        {field.label}
        <Marks required={field.required} optional={field.optional} />
      </legend>
      <div className="flex flex-col gap-2">
        <Hint id={id} hint={field.hint} />
        {children}
        <FieldError id={id} error={field.error} />
      </div>
    </fieldset>
  );
}

/** Splits a part's props into those of the frame and those of the native element. */
export function splitField<P extends FieldProps>(props: P): [FieldProps, Omit<P, keyof FieldProps>] {
  const { label, hint, error, required, optional, labelHidden, className, ...native } = props;
  return [{ label, hint, error, required, optional, labelHidden, className }, native];
}

/** Moves focus to a field by its name or id; to the first choice of a group. Answers whether there was one. */
export function focusField(nameOrId: string): boolean {
  const target = document.getElementById(nameOrId) ?? document.getElementsByName(nameOrId)[0];
  if (!target) return false;
  target.focus({ preventScroll: true });
  target.scrollIntoView?.({ block: 'center' });
  return true;
}
