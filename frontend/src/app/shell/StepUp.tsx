import { useEffect, useRef, useState } from 'react';
import { onStepUp } from '@/api/stepUp';
import { FreshDialog } from '@/features/accounts';

/** Over the page when the server wants to be sure who is there: the request that waits goes on afterwards. */
export function StepUp() {
  const [open, setOpen] = useState(false);
  const waiting = useRef<((done: boolean) => void) | undefined>(undefined);
  useEffect(
    () =>
      onStepUp(
        () =>
          new Promise<boolean>((resolve) => {
            waiting.current = resolve;
            setOpen(true);
          }),
      ),
    [],
  );
  const answer = (done: boolean) => {
    setOpen(false);
    waiting.current?.(done);
    waiting.current = undefined;
  };
  return open ? <FreshDialog onDone={() => answer(true)} onClose={() => answer(false)} /> : null;
}
