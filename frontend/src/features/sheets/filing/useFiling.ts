import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Sheet } from '@/api/generated';
import type { ApiProblem } from '@/api/problems';
import { missingOf } from '../model/missing';
import type { Draft } from '../saving/useDraft';

/** Where a draft stands between "file it" and filed. */
export interface Filing {
  readonly open: boolean;
  readonly filed: Sheet | undefined;
  readonly invalid: ApiProblem | undefined;
  readonly attempt: number;
  /** Nothing to save any more. */
  readonly left: boolean;
  readonly start: () => Promise<void>;
  readonly done: (sheet: Sheet) => void;
  readonly refuse: (problem: ApiProblem) => void;
  readonly stale: () => void;
  readonly close: () => void;
  readonly leave: () => void;
}

/** From "file it" to the filed sheet: what is missing first, then saved, then the last look. */
export function useFiling({ form, saver }: Draft): Filing {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [filed, setFiled] = useState<Sheet>();
  const [invalid, setInvalid] = useState<ApiProblem>();
  const [attempt, setAttempt] = useState(0);
  const [left, setLeft] = useState(false);
  return {
    open,
    filed,
    invalid,
    attempt,
    left: left || filed !== undefined,
    start: async () => {
      setInvalid(undefined);
      const complete = missingOf(form.getValues()).length === 0;
      const saved = await saver.flush();
      if (complete && saved && saver.id) setOpen(true);
      else setAttempt((n) => n + 1);
    },
    done: (sheet) => {
      setOpen(false);
      setFiled(sheet);
      void queries.invalidateQueries();
    },
    refuse: (problem) => {
      setOpen(false);
      setInvalid(problem);
      setAttempt((n) => n + 1);
    },
    stale: () => {
      setOpen(false);
      void saver.refresh();
    },
    close: () => setOpen(false),
    leave: () => {
      setLeft(true);
      void queries.invalidateQueries();
    },
  };
}
