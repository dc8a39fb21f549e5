import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventParser, openEvents, type ServerEvent } from './events';
import { takeSession } from './session';

const URL_EVENTS = 'http://localhost:8080/api/v1/events';
/** Back to the event loop, without the real wait. */
const soon = () => new Promise<void>((resolve) => setTimeout(resolve));
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => takeSession({ accessToken: 't', expiresIn: 600, user: {} as never }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe('eventParser', () => {
  const parse = (...chunks: string[]) => {
    const seen: ServerEvent[] = [];
    const feed = eventParser((e) => seen.push(e));
    for (const c of chunks) feed(c);
    return seen;
  };

  it('takes text in any pieces', () => {
    const text = 'id: 1\nevent: changed\ndata: {"caseId":"a"}\n\n: beat\n\ndata: x\ndata: y\r\n\r\n';
    const whole = parse(text);
    expect(whole).toEqual([
      { event: 'changed', data: '{"caseId":"a"}', id: '1' },
      { event: 'message', data: 'x\ny', id: '1' },
    ]);
    expect(parse(...text)).toEqual(whole);
  });

  it('holds back what is not whole, and beats are no events', () => {
    expect(parse('data: x\n')).toEqual([]);
    expect(parse(':ping\n\n')).toEqual([]);
  });
});

describe('openEvents', () => {
  it('sends the token in a header, tells events, and reconnects from the last one', async () => {
    const asked: (string | null)[][] = [];
    server.use(
      http.get(URL_EVENTS, ({ request }) => {
        asked.push([request.headers.get('Authorization'), request.headers.get('Last-Event-ID')]);
        const body = asked.length === 1 ? 'id: 5\ndata: one\n\n' : 'id: 6\ndata: two\n\n';
        return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } });
      }),
    );
    const seen: string[] = [];
    const stop = openEvents({ onEvent: (e) => seen.push(e.data), onPoll: vi.fn(), wait: soon });
    await vi.waitFor(() => expect(seen.slice(0, 2)).toEqual(['one', 'two']));
    stop();
    expect(asked[0]).toEqual(['Bearer t', null]);
    expect(asked[1]).toEqual(['Bearer t', '5']);
  });

  it('polls after three failures and looks once more when the stream is back', async () => {
    let calls = 0;
    server.use(
      http.get(URL_EVENTS, () => {
        calls += 1;
        return calls <= 3
          ? HttpResponse.json({ code: 'unavailable' }, { status: 503 })
          : new HttpResponse(new ReadableStream(), { headers: { 'Content-Type': 'text/event-stream' } });
      }),
    );
    const waits: number[] = [];
    const states: string[] = [];
    const onPoll = vi.fn();
    const stop = openEvents({
      onEvent: vi.fn(),
      onPoll,
      onState: (s) => states.push(s),
      pollEvery: 60_000,
      wait: (ms) => {
        waits.push(ms);
        return soon();
      },
    });
    await vi.waitFor(() => expect(states.at(-1)).toBe('live'));
    stop();
    expect(states).toContain('polling');
    expect(onPoll).toHaveBeenCalledTimes(2);
    expect(waits[1]).toBeGreaterThan((waits[0] ?? 0) * 0.9);
    expect(waits[2]).toBeGreaterThanOrEqual(48_000);
  });
});
