import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '@/components/ui';

interface SectionProps {
  title: string;
  hint?: string;
  add?: string;
  onAdd?: () => void;
  children: ReactNode;
}

/** One kind of thing that can be added: its rows, and a button for another one. */
export function Section({ title, hint, add, onAdd, children }: SectionProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-12 bg-solid-gray-50 p-4">
      <h3 className="text-std-17B-170">{title}</h3>
      {hint && <p className="text-[0.9375rem] text-solid-gray-700">{hint}</p>}
      {children}
      {add && (
        <div>
          <Button size="sm" variant="outline" icon={Plus} onClick={onAdd}>
            {add}
          </Button>
        </div>
      )}
    </section>
  );
}

/** One row: its fields in a line, and a button that takes it away. */
export function Row(props: { label: string; remove: string; onRemove: () => void; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not lay its legend and fields out in one line
    <div
      role="group"
      aria-label={props.label}
      className="flex flex-wrap items-end gap-3 rounded-8 border border-solid-gray-300 bg-white p-3"
    >
      {props.children}
      <IconButton icon={Trash2} label={props.remove} onClick={props.onRemove} />
    </div>
  );
}
