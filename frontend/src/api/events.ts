import { apiFetch } from './fetch';

/** One server-sent event: its name and its data (ids only, as JSON text). */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

export type LiveState = 'connecting' | 'live' | 'polling';

export interface EventOptions {
  readonly onEvent: (event: ServerEvent) => void;
  /** Called while no stream can be held: look for yourself. */
  readonly onPoll: () => void;
  readonly onState?: (state: LiveState) => void;
  /** Milliseconds between polls. */
  readonly pollEvery?: number;
  readonly url?: string;
  /** Replaceable in tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;
/** After so many failed attempts in a row we poll beside trying again. */
const PATIENCE = 3;

/**
 * Holds a stream of server-sent events over fetch, so that the bearer token goes in a header and never in a URL
 * (EventSource cannot do that). Reconnects with growing waits; polls while it cannot. The answer stops it.
 */
export function openEvents(options: EventOptions): () => void {
  const control = new AbortController();
  void run(options, control.signal);
  return () => control.abort();
}

async function run(options: EventOptions, signal: AbortSignal): Promise<void> {
  const { url = '/api/v1/events', wait = waitFor, pollEvery = 60_000, onState, onPoll } = options;
  let failures = 0;
  let lastId: string | undefined;
  while (!signal.aborted) {
    onState?.(failures >= PATIENCE ? 'polling' : 'connecting');
    try {
      const opened = await readStream(url, lastId, signal, {
        onOpen: () => {
          // What happened while we were away is not in the stream.
          if (failures > 0) onPoll();
          failures = 0;
          onState?.('live');
        },
        onEvent: (event) => {
          lastId = event.id ?? lastId;
          options.onEvent(event);
        },
      });
      if (!opened) failures += 1;
    } catch {
      failures += 1;
    }
    if (signal.aborted) return;
    if (failures >= PATIENCE) onPoll();
    const pause = failures >= PATIENCE ? pollEvery : Math.min(FIRST_WAIT * 2 ** failures, LONGEST_WAIT);
    await wait(pause * (0.8 + Math.random() * 0.4), signal);
  }
}

interface StreamHandlers {
  onOpen: () => void;
  onEvent: (event: ServerEvent) => void;
}

async function readStream(
  url: string,
  lastId: string | undefined,
  signal: AbortSignal,
  handlers: StreamHandlers,
): Promise<boolean> {
  const headers: Record<string, string> = { Accept: 'text/event-stream' };
  if (lastId) headers['Last-Event-ID'] = lastId;
  const response = await apiFetch(new URL(url, window.location.origin), { headers, signal, cache: 'no-store' });
  if (!response.ok || !response.body) return false;
  handlers.onOpen();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const feed = eventParser(handlers.onEvent);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return true;
    feed(decoder.decode(value, { stream: true }));
  }
}

/** Takes text in any pieces and calls back for each whole event (WHATWG HTML 9.2.6). */
export function eventParser(onEvent: (event: ServerEvent) => void): (chunk: string) => void {
  let rest = '';
  let event = '';
  let id: string | undefined;
  let data: string[] = [];
  const line = (text: string) => {
    if (text === '') {
      if (data.length > 0) onEvent({ event: event || 'message', data: data.join('\n'), id });
      event = '';
      data = [];
      return;
    }
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
  };
  return (chunk) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?=.)/s);
    rest = lines.pop() ?? '';
    for (const text of lines) line(text);
  };
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
