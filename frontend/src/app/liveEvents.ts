import type { ServerEvent } from '@/api/events';

type Listener = (event: ServerEvent) => void;

const listeners = new Map<string, Set<Listener>>();

/** Calls on for every event of a kind that the one stream of this page brings; the answer stops it. */
export function onServerEvent(kind: string, on: Listener): () => void {
  const of = listeners.get(kind) ?? new Set();
  listeners.set(kind, of);
  of.add(on);
  return () => of.delete(on);
}

/** Passes an event of the stream on. */
export function tellServerEvent(event: ServerEvent): void {
  for (const on of listeners.get(event.event) ?? []) on(event);
}
