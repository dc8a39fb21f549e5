import { useRef } from 'react';
import { DateField } from '@/components/ui';

export interface FilterDateProps {
  name: string;
  label: string;
  value: string | undefined;
  error?: string;
  onChange: (date: string | undefined) => void;
}

/** A day of a filter: asked for when the field is left or Enter is pressed, not while the day is half typed. */
export function FilterDate({ name, label, value, error, onChange }: FilterDateProps) {
  const typed = useRef(value);
  const apply = () => {
    if (typed.current !== value) onChange(typed.current);
  };
  return (
    <div className="self-start">
      <DateField
        key={`${name} ${value}`}
        name={name}
        label={label}
        hint=""
        defaultValue={value}
        error={error}
        onDateChange={(v) => {
          if (v.valid) typed.current = v.date;
        }}
        onBlur={apply}
        onKeyDown={(e) => e.key === 'Enter' && !e.nativeEvent.isComposing && apply()}
      />
    </div>
  );
}
