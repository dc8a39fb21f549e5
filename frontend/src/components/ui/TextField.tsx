import { type ComponentProps, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { cx } from '@/lib/cx';
import { graphemeLength } from '@/lib/grapheme';
import { Field, type FieldProps, splitField, useFieldIds } from './Field';

/** Field widths say how much is expected. */
export type FieldWidth = 'full' | 'lg' | 'md' | 'sm' | 'xs';

export const fieldWidths: Record<FieldWidth, string> = {
  full: '',
  lg: 'max-w-xl',
  md: 'max-w-sm',
  sm: 'max-w-52',
  xs: 'max-w-28',
};

export type TextFieldProps = Omit<ComponentProps<'input'>, 'size' | 'width'> &
  FieldProps & {
    width?: FieldWidth;
    /** Applied when the field is left, never while composing: tidyName, tidyKana, tidyNumberText … */
    tidy?: (text: string) => string;
    /** Shown inside, at the end: 歳, 円 … */
    suffix?: string;
  };

/** One line of text. Uncontrolled: register it with the form, or give defaultValue. */
export function TextField({ tidy, width = 'full', suffix, onBlur, ...props }: TextFieldProps) {
  const [field, native] = splitField(props);
  const ids = useFieldIds(native.id, field);
  return (
    <Field id={ids.id} field={field}>
      <span className={cx('relative block', fieldWidths[width])}>
        <input
          type="text"
          autoComplete="off"
          {...native}
          {...ids}
          className={cx('field-box', suffix && 'pr-12')}
          onBlur={(event) => {
            if (tidy) tidyInput(event.currentTarget, tidy);
            onBlur?.(event);
          }}
        />
        {suffix && (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 right-4 flex items-center text-solid-gray-700"
          >
            {suffix}
          </span>
        )}
      </span>
    </Field>
  );
}

/** Rewrites an input's text through the native setter, so that React and the form both notice. */
export function tidyInput(input: HTMLInputElement | HTMLTextAreaElement, tidy: (text: string) => string): void {
  const next = tidy(input.value);
  if (next !== input.value) setInputValue(input, next);
}

export function setInputValue(input: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  const proto = input instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(input, value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

export type TextareaProps = ComponentProps<'textarea'> &
  FieldProps & {
    /** Longest text in characters as a reader counts; a counter shows, nothing is cut off. */
    limit?: number;
  };

/** Several lines; grows with its text where the browser can. */
export function Textarea({ limit, rows = 4, onInput, ...props }: TextareaProps) {
  const [field, native] = splitField(props);
  const t = useTranslations('ui');
  const [length, setLength] = useState(() => graphemeLength(String(native.defaultValue ?? native.value ?? '')));
  const counter = useRef<HTMLParagraphElement>(null);
  const ids = useFieldIds(native.id, field, limit ? `${native.id ?? native.name}-count` : undefined);
  const over = limit !== undefined && length > limit;
  return (
    <Field
      id={ids.id}
      field={field}
      after={
        limit !== undefined && (
          <p
            ref={counter}
            id={`${native.id ?? native.name}-count`}
            data-over={over || undefined}
            className={cx('self-end text-[0.875rem]', over ? 'font-bold text-error-2' : 'text-solid-gray-700')}
          >
            {over ? t('overBy', { count: length - limit }) : t('lengthOf', { count: length, limit })}
          </p>
        )
      }
    >
      <textarea
        {...native}
        {...ids}
        rows={rows}
        // `rows` says nothing to a box that is sized by its content.
        style={{ minHeight: `${rows * 1.7 + 1.6}rem` }}
        className="field-box field-sizing-content max-h-[70dvh] py-3"
        onInput={(event) => {
          if (limit !== undefined) setLength(graphemeLength(event.currentTarget.value));
          onInput?.(event);
        }}
      />
    </Field>
  );
}
