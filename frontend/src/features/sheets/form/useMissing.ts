import { useEffect, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { SheetForm } from '../model/form';
import { type Missing, missingOf, type SectionId, sectionIds, writtenIn } from '../model/missing';

export interface Progress {
  readonly missing: readonly Missing[];
  readonly written: ReadonlySet<SectionId>;
}

function progressOf(form: SheetForm): Progress {
  return { missing: missingOf(form), written: new Set(sectionIds.filter((s) => writtenIn(form, s))) };
}

/** Milliseconds after the last key: the list must not shiver under the typing hand. */
const SETTLES = 250;

/** What is still missing for filing and what is written, a moment after each change. */
export function useProgress(form: UseFormReturn<SheetForm>): Progress {
  const [progress, setProgress] = useState(() => progressOf(form.getValues()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = form.subscribe({
      formState: { values: true },
      callback: () => {
        clearTimeout(timer);
        timer = setTimeout(() => setProgress(progressOf(form.getValues())), SETTLES);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [form]);
  return progress;
}
