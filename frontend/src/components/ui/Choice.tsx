import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from '@/lib/cx';
import { FieldError, FieldGroup, type FieldProps } from './Field';
import type { Option } from './Select';

const row = 'flex min-h-11 w-fit items-start gap-2 py-2 pr-2';
const mark = 'mt-[0.2rem] size-6 shrink-0 accent-key-900';

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  /** The error stands where there is room for it: a FieldError of the same id. */
  errorElsewhere?: boolean;
};

export function Checkbox({ label, hint, error, errorElsewhere, className, ...native }: CheckboxProps) {
  const own = useId();
  const id = native.id ?? own;
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={className}>
      <label className={row} htmlFor={id}>
        <input
          {...native}
          type="checkbox"
          id={id}
          className={mark}
          aria-describedby={described || undefined}
          aria-invalid={error ? true : undefined}
        />
        <span>
          {label}
          {hint && (
            <span id={`${id}-hint`} className="block text-[0.9375rem] text-solid-gray-700">
              {hint}
            </span>
          )}
        </span>
      </label>
      {!errorElsewhere && <FieldError id={id} error={error} />}
    </div>
  );
}

/** What a form library's register() gives; spread onto each choice of a group. */
type Registration = Pick<ComponentProps<'input'>, 'name' | 'onChange' | 'onBlur' | 'ref'>;

export type ChoiceGroupProps = FieldProps & {
  options: readonly Option[];
  /** `{...register('issues')}` of the form, or a name with defaultValue and onChange. */
  registration?: Registration;
  name?: string;
  onChange?: ComponentProps<'input'>['onChange'];
  /** Columns on a wide screen. */
  columns?: 1 | 2 | 3;
  /** After one choice's label: a mark, a field that opens. */
  extra?: (value: string) => ReactNode;
};

const columnClass = { 1: 'grid-cols-1', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-2 desk:grid-cols-3' };

function Choices({
  type,
  chosen,
  group,
}: {
  type: 'checkbox' | 'radio';
  chosen: readonly string[] | undefined;
  group: ChoiceGroupProps;
}) {
  const id = useId();
  const { options, registration, name, onChange, columns = 1, extra, ...field } = group;
  return (
    <FieldGroup id={id} field={field}>
      <div className={cx('grid gap-x-6', columnClass[columns])}>
        {options.map((o) => (
          <div key={o.value} className="flex flex-wrap items-start gap-x-2">
            <label className={row} htmlFor={`${id}-${o.value}`}>
              <input
                {...(registration ?? { name: name ?? id, onChange })}
                type={type}
                id={`${id}-${o.value}`}
                value={o.value}
                defaultChecked={chosen?.includes(o.value)}
                className={mark}
                aria-describedby={o.hint ? `${id}-${o.value}-hint` : undefined}
                aria-invalid={field.error ? true : undefined}
              />
              <span>
                {o.label}
                {o.hint && (
                  <span id={`${id}-${o.value}-hint`} className="block text-[0.9375rem] text-solid-gray-700">
                    {o.hint}
                  </span>
                )}
              </span>
            </label>
            {extra?.(o.value)}
          </div>
        ))}
      </div>
    </FieldGroup>
  );
}

export function CheckboxGroup({ defaultValue, ...group }: ChoiceGroupProps & { defaultValue?: readonly string[] }) {
  return <Choices type="checkbox" chosen={defaultValue} group={group} />;
}

export function RadioGroup({ defaultValue, ...group }: ChoiceGroupProps & { defaultValue?: string }) {
  return <Choices type="radio" chosen={defaultValue === undefined ? undefined : [defaultValue]} group={group} />;
}
