import { type ComponentProps, useEffect, useRef, useState } from 'react';
import { DateField, Textarea, TextField } from '@/components/ui';

type Shared = {
  value: string;
  onText: (text: string) => void;
  onComposing: (on: boolean) => void;
};

/**
 * A text that others may change while it is open. The box is the browser's own (input methods work undisturbed); only when
 * the document says something else than the box does, the box is set, and the cursor stays where it was.
 */
function useLiveBox<E extends HTMLInputElement | HTMLTextAreaElement>(
  value: string,
  onText: (text: string) => void,
  onComposing: (on: boolean) => void,
) {
  const box = useRef<E>(null);
  const composing = useRef(false);
  const [first] = useState(value);
  useEffect(() => {
    // React writes defaultValue at every rendering, and a box that still shows its default would lose its selection by it:
    // who had selected a line to overwrite it would write beside it. A box that was set once keeps what it has.
    if (box.current) box.current.value = box.current.defaultValue;
  }, []);
  useEffect(() => {
    const node = box.current;
    if (!node || composing.current || node.value === value) return;
    const [start, end, before] = [node.selectionStart ?? 0, node.selectionEnd ?? 0, node.value];
    node.value = value;
    if (document.activeElement === node) node.setSelectionRange(moved(before, value, start), moved(before, value, end));
  }, [value]);
  return {
    ref: box,
    defaultValue: first,
    onInput: (event: { currentTarget: E }) => onText(event.currentTarget.value),
    onCompositionStart: () => {
      composing.current = true;
      onComposing(true);
    },
    onCompositionEnd: (event: { currentTarget: E }) => {
      composing.current = false;
      onText(event.currentTarget.value);
      onComposing(false);
    },
  };
}

/** Where the cursor stands when the text before it grew or shrank. */
function moved(before: string, after: string, at: number): number {
  const shared = Math.min(before.length, after.length);
  let head = 0;
  while (head < shared && before[head] === after[head]) head += 1;
  if (at <= head) return at;
  return Math.max(head, at + after.length - before.length);
}

export function LiveTextarea({ value, onText, onComposing, ...rest }: Shared & ComponentProps<typeof Textarea>) {
  return <Textarea {...rest} {...useLiveBox<HTMLTextAreaElement>(value, onText, onComposing)} />;
}

export function LiveField({ value, onText, onComposing, ...rest }: Shared & ComponentProps<typeof TextField>) {
  return <TextField {...rest} {...useLiveBox<HTMLInputElement>(value, onText, onComposing)} />;
}

interface LiveDateProps {
  name: string;
  label: string;
  hint: string;
  value: string | undefined;
  onDate: (date: string | undefined) => void;
}

/** A date that others may change: the field begins anew only when the change came from somewhere else. */
export function LiveDate({ name, label, hint, value, onDate }: LiveDateProps) {
  const mine = useRef(value);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (value === mine.current) return;
    mine.current = value;
    setTurn((n) => n + 1);
  }, [value]);
  return (
    <DateField
      key={turn}
      name={name}
      id={name}
      label={label}
      hint={hint}
      optional
      defaultValue={value}
      onDateChange={(d) => {
        if (!d.valid) return;
        mine.current = d.date || undefined;
        onDate(mine.current);
      }}
    />
  );
}
