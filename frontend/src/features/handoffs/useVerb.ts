import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { newIdempotencyKey } from '@/api/fetch';
import { refreshCasework } from '@/api/keyset';
import { ApiProblem, fieldErrors } from '@/api/problems';
import { focusField } from '@/components/ui';
import { stopEnterSubmit } from '@/lib/keyboard';

/** Faults by name of field; '' stands for the whole form. */
export type Faults = Readonly<Record<string, string>>;

export type VerbHeaders = { 'Idempotency-Key': string };

export interface Ready<Body> {
  readonly body: Body;
}

export interface Faulty {
  readonly faults: Faults;
}

export function ready<Body>(body: Body): Ready<Body> {
  return { body };
}

export function faulty(faults: Faults): Faulty {
  return { faults };
}

export interface VerbOptions<Body, Answer> {
  /** Body of the request, or what must be corrected first. */
  read: (form: FormData) => Ready<Body> | Faulty;
  send: (body: Body, headers: VerbHeaders) => Promise<Answer>;
  done: (answer: Answer) => void;
  /** Somebody was faster, or the page was old: load what holds now. The typed text stays. */
  conflict?: (problem: ApiProblem) => Promise<void>;
  /** Name of the form's field for a server's pointer (`receivers.0.reason`). */
  rename?: (name: string) => string | undefined;
}

/**
 * The life of a dialog that does one verb: checks, sends once however often it is pressed, puts the server's faults on
 * their fields, and tells a conflict from a failure. Ctrl+Enter sends; Enter in a field does not.
 */
export function useVerb<Body, Answer>(options: VerbOptions<Body, Answer>) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const [problem, setProblem] = useState<ApiProblem>();
  const [attempt, setAttempt] = useState(0);
  const running = useRef(false);
  const sent = useRef<{ text: string; key: string }>(undefined);

  /** The same content keeps its key, so that a second press, or one after a lost connection, does it once. */
  const headersFor = (body: Body): VerbHeaders => {
    const text = JSON.stringify(body);
    if (sent.current?.text !== text) sent.current = { text, key: newIdempotencyKey() };
    return { 'Idempotency-Key': sent.current.key };
  };

  const fail = async (error: unknown) => {
    const p = error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' });
    // An answer was given, so nothing is in flight: the next press is a new submission.
    if (p.status > 0 && p.status < 500) sent.current = undefined;
    if (p.status === 409 || p.status === 412 || p.status === 404) {
      await refreshCasework(queries);
      await options.conflict?.(p);
    }
    const errors = fieldErrors(p, options.rename);
    setFaults(Object.fromEntries(errors.map((e) => [e.name, e.message])));
    const homeless = errors.some((e) => !hasField(e.name));
    setProblem(p.status === 422 && errors.length > 0 && !homeless ? undefined : p);
    setAttempt((n) => n + 1);
    if (errors[0]) focusField(errors[0].name);
  };

  const submit = async (form: HTMLFormElement) => {
    if (running.current) return;
    const read = options.read(new FormData(form));
    setProblem(undefined);
    if ('faults' in read) {
      setFaults(read.faults);
      setAttempt((n) => n + 1);
      const first = Object.keys(read.faults)[0];
      if (first) focusField(first);
      return;
    }
    running.current = true;
    setBusy(true);
    setFaults({});
    try {
      const answer = await options.send(read.body, headersFor(read.body));
      sent.current = undefined;
      await refreshCasework(queries);
      options.done(answer);
    } catch (error) {
      await fail(error);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  return {
    busy,
    faults,
    problem,
    attempt,
    form: {
      noValidate: true,
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        void submit(event.currentTarget);
      },
      onKeyDown: (event: KeyboardEvent<HTMLFormElement>) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
          event.preventDefault();
          void submit(event.currentTarget);
          return;
        }
        stopEnterSubmit(event);
      },
    },
  };
}

/** False for a fault of something the form does not show: then the whole problem is shown instead. */
function hasField(name: string): boolean {
  return document.getElementById(name) !== null || document.getElementsByName(name).length > 0;
}

/** A form's text, trimmed at its ends; what is inside stays as typed. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
