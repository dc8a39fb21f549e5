import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { newIdempotencyKey } from '@/api/fetch';
import type { SheetContent } from '@/api/generated';
import { useMe, useSession } from '@/app/session';
import { dropDraft, keepDraft, readDraft } from '@/lib/storage';
import { contentOf, formOf } from '../model/content';
import type { SheetForm } from '../model/form';
import { createDraft, loadSheet, patchDraft, sayFarewell } from './ports';
import { DraftSaver, type KeptCopy, type SaverState, type Stored } from './saver';
import { showInForm } from './show';

export interface Draft {
  readonly form: UseFormReturn<SheetForm>;
  readonly saver: DraftSaver;
  readonly state: SaverState;
  /** For the form element: composition holds the save back. */
  readonly events: { onCompositionStart: () => void; onCompositionEnd: () => void; onBlur: () => void };
}

/** Where the copy of a sheet that has no id yet is kept on this device. */
const NEW_COPY = 'sheet:new';

/** A draft under work: the form and what keeps it saved. `stored` absent = a new sheet. */
export function useDraft(stored: Stored | undefined, fresh: SheetContent): Draft {
  const start = stored?.sheet.content ?? fresh;
  const form = useForm<SheetForm>({ defaultValues: formOf(start), shouldUnregister: false });
  const me = useMe();
  const [saver] = useState(() => newSaver(form, stored, start, me.id));
  const state = useSyncExternalStore(saver.subscribe, saver.snapshot);
  const composing = useRef(false);
  useEffect(() => {
    const stop = form.subscribe({
      formState: { values: true },
      callback: () => {
        if (!composing.current) saver.changed();
      },
    });
    return () => {
      stop();
      saver.stop();
    };
  }, [form, saver]);
  useRestoredCopy(saver, stored?.id ?? NEW_COPY, me.id);
  useSavingMoments(saver);
  const [events] = useState(() => ({
    onCompositionStart: () => {
      composing.current = true;
    },
    onCompositionEnd: () => {
      composing.current = false;
      saver.changed();
    },
    onBlur: () => {
      if (!composing.current && saver.unsaved()) void saver.flush();
    },
  }));
  return { form, saver, state, events };
}

function newSaver(form: UseFormReturn<SheetForm>, stored: Stored | undefined, start: SheetContent, owner: string) {
  let place = stored?.id ?? NEW_COPY;
  return new DraftSaver(
    {
      read: () => contentOf(form.getValues()),
      show: (from, next) => showInForm(form, from, next),
      create: async (content, key) => {
        const made = await createDraft(content, key);
        await dropDraft(place);
        place = made.id;
        return made;
      },
      patch: patchDraft,
      load: loadSheet,
      keep: (copy) => keepDraft(owner, place, copy, new Date()),
      forget: () => dropDraft(place),
      newKey: newIdempotencyKey,
      farewell: sayFarewell,
    },
    { stored, base: start },
  );
}

/** A copy this page kept while it was without connection comes back when the sheet is opened again. */
function useRestoredCopy(saver: DraftSaver, place: string, owner: string): void {
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void readDraft<KeptCopy>(owner, place).then((copy) => {
      if (copy) saver.restore(copy.value);
    });
  }, [saver, place, owner]);
}

/** Saves when the page is hidden or left, when the connection is back, and when a session was renewed. */
function useSavingMoments(saver: DraftSaver): void {
  const session = useSession();
  const signedIn = session.status === 'signed_in';
  useEffect(() => {
    if (signedIn && saver.unsaved()) void saver.flush();
  }, [signedIn, saver]);
  useEffect(() => {
    const now = () => {
      if (saver.unsaved()) void saver.flush();
    };
    let gone = false;
    const hidden = () => {
      if (document.visibilityState === 'hidden' && !gone) now();
    };
    const leaving = (event: PageTransitionEvent) => {
      if (event.persisted) return now();
      gone = true;
      saver.leave();
    };
    window.addEventListener('online', now);
    window.addEventListener('pagehide', leaving);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      window.removeEventListener('online', now);
      window.removeEventListener('pagehide', leaving);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [saver]);
}
