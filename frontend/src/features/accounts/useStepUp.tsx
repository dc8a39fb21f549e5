import { type ReactNode, useRef, useState } from 'react';
import { ApiProblem } from '@/api/client';
import { asksForThePage } from '@/api/stepUp';
import { FreshDialog } from './FreshDialog';

export interface StepUp {
  /** Runs a call; when the server wants to be sure who is there, asks, then runs it once more. Rejects when given up. */
  readonly run: <T>(call: () => Promise<T>) => Promise<T>;
  /** To be rendered somewhere in the page. */
  readonly dialog: ReactNode;
}

/** The person closed the question. */
export class StepUpGivenUp extends Error {
  constructor() {
    super('given up');
    this.name = 'StepUpGivenUp';
  }
}

/** For what needs a fresh authentication: export, revealing an address, roles, second factors. */
export function useStepUp(): StepUp {
  const [open, setOpen] = useState(false);
  const waiting = useRef<((done: boolean) => void) | undefined>(undefined);
  const answer = (done: boolean) => {
    setOpen(false);
    waiting.current?.(done);
    waiting.current = undefined;
  };
  return {
    run: async (call) => {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.code !== 'fresh_authentication_required') throw error;
        if (asksForThePage()) throw new StepUpGivenUp(); // the page has asked already
      }
      const done = await new Promise<boolean>((resolve) => {
        waiting.current = resolve;
        setOpen(true);
      });
      if (!done) throw new StepUpGivenUp();
      return call();
    },
    dialog: open && <FreshDialog onDone={() => answer(true)} onClose={() => answer(false)} />,
  };
}
