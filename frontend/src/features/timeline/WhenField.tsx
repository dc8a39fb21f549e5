import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { DateField, FieldError, TextField } from '@/components/ui';
import { instantOf, nowInJapan, parseTime } from './when';

export interface WhenFieldProps {
  /** Name of the hidden field that carries the instant; empty while what is typed is no date or time. */
  name: string;
  label: string;
  error?: string;
  /** An instant to begin with; now when absent. */
  start?: string;
}

/** A moment in the past: date as people write it and time, beginning with now. */
export function WhenField({ name, label, error, start: given }: WhenFieldProps) {
  const t = useTranslations('cases.when');
  const start = useRef(nowInJapan(given ? new Date(given) : undefined)).current;
  const read = useRef<{ date?: string; time?: string }>({ ...start });
  const hidden = useRef<HTMLInputElement>(null);
  const write = () => {
    const { date, time } = read.current;
    if (hidden.current) hidden.current.value = date && time ? instantOf(date, time) : '';
  };
  return (
    <fieldset className="min-w-0" data-invalid={error ? '' : undefined}>
      <legend className="mb-2 font-bold">{label}</legend>
      <div className="flex flex-wrap items-start gap-x-4">
        <DateField
          id={name}
          label={t('date')}
          defaultValue={start.date}
          pastOnly
          aria-invalid={error ? true : undefined}
          onDateChange={({ date }) => {
            read.current.date = date;
            write();
          }}
        />
        <TextField
          id={`${name}-time`}
          label={t('time')}
          hint={t('timeHint')}
          width="xs"
          inputMode="numeric"
          defaultValue={start.time}
          tidy={(text) => parseTime(text) ?? text}
          onChange={(event) => {
            read.current.time = parseTime(event.currentTarget.value);
            write();
          }}
        />
      </div>
      <input ref={hidden} type="hidden" name={name} defaultValue={instantOf(start.date, start.time)} />
      <FieldError id={name} error={error} />
    </fieldset>
  );
}
