import { type ReactNode, useState } from 'react';
import { type PrintedThing, PrintGroundDialog } from './PrintGroundDialog';

/**
 * Printing what is in a case: the paper stays blank until it stands in the ledger to whom it goes and why.
 * `undefined` (a draft, an empty form) needs no line.
 */
export function usePrintGround(thing: PrintedThing | undefined, outside?: string) {
  const [asking, setAsking] = useState<() => void>();
  const [recorded, setRecorded] = useState(false);
  const dialog: ReactNode = thing && asking && (
    <PrintGroundDialog
      thing={thing}
      outside={outside}
      onClose={() => setAsking(undefined)}
      onRecorded={() => {
        setRecorded(true);
        setAsking(undefined);
        // The dialog must have gone, or it would stand on the paper.
        requestAnimationFrame(() => requestAnimationFrame(asking));
      }}
    />
  );
  return {
    dialog,
    /** Nothing may be printed yet. */
    locked: thing !== undefined && !recorded,
    /** Asks first; each further copy is asked for again. */
    onPrint: thing ? (print: () => void) => setAsking(() => print) : undefined,
    /** After the print dialog of the browser: the next copy is another giving. */
    onPrinted: () => setRecorded(false),
  };
}
