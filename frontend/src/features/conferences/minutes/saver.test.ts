import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Minutes, MinutesRecord } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { type KeptMinutes, MinutesSaver } from './saver';

const record = (minutes: Minutes, version: number, final = false): MinutesRecord => ({
  conferenceId: 'c',
  state: final ? 'recorded' : 'held',
  minutes: structuredClone(minutes),
  final,
  agencies: [],
  persons: [],
  addenda: [],
  agendaIds: ['i1', 'i2'],
  etag: `"${version}"`,
  actions: [],
});

const start: Minutes = {
  items: [
    { id: 'i1', title: '現状', talk: '', decisions: [], tasks: [] },
    { id: 'i2', title: '方針', talk: '', decisions: [], tasks: [] },
  ],
};

/** One record on a server that takes a save only on the version it has. */
class Server {
  minutes = structuredClone(start);
  version = 1;
  final = false;
  down = false;
  refused = 0;

  writer() {
    let kept: KeptMinutes | undefined;
    const answer = async () => {
      await Promise.resolve();
      if (this.down) throw new ApiProblem({ status: 0, code: 'network' });
      return record(this.minutes, this.version, this.final);
    };
    const saver = new MinutesSaver(
      {
        load: answer,
        write: async (etag, minutes) => {
          await Promise.resolve();
          if (this.down) throw new ApiProblem({ status: 0, code: 'network' });
          if (this.final) throw new ApiProblem({ status: 409, code: 'wrong_state' });
          if (etag !== `"${this.version}"`) {
            this.refused += 1;
            throw new ApiProblem({ status: 412, code: 'stale' });
          }
          this.minutes = structuredClone(minutes);
          this.version += 1;
          return answer();
        },
        keep: async (copy) => {
          kept = structuredClone(copy);
          return true;
        },
        forget: async () => {
          kept = undefined;
        },
      },
      record(this.minutes, this.version, this.final),
    );
    return { saver, kept: () => kept };
  }
}

const talk =
  (text: string, item = 'i1') =>
  (m: Minutes) => ({
    ...m,
    items: m.items.map((i) => (i.id === item ? { ...i, talk: text } : i)),
  });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('two people write one record', () => {
  it('merges different items, and lines of the same text, by itself', async () => {
    const server = new Server();
    const [a, b] = [server.writer().saver, server.writer().saver];
    a.change(talk('母は要介護二'));
    b.change(talk('家賃は三月分の滞納'));
    b.change((m) => ({
      ...m,
      items: m.items.map((i) => (i.id === 'i2' ? { ...i, decisions: [{ id: 'd1', text: '同行する' }] } : i)),
    }));
    await a.flush();
    expect(await b.flush()).toBe(true);
    await a.look();
    expect(server.minutes.items[0]?.talk).toBe('母は要介護二\n家賃は三月分の滞納');
    expect(a.snapshot().minutes).toEqual(b.snapshot().minutes);
    expect(server.refused).toBe(1);
  });

  it('asks where both changed the same line; both stay unless somebody chooses', async () => {
    const server = new Server();
    const [a, b] = [server.writer(), server.writer()];
    a.saver.change(talk('滞納は三月分'));
    await a.saver.flush();
    await b.saver.look();
    a.saver.change(talk('滞納は四月分'));
    b.saver.change(talk('滞納は五月分'));
    await a.saver.flush();
    expect(await b.saver.flush()).toBe(false);
    expect(b.saver.snapshot().status).toBe('conflict');
    expect(b.kept()?.mine.items[0]?.talk).toBe('滞納は四月分\n滞納は五月分');
    expect(await b.saver.resolve(new Map([['items/i1/talk', 'mine']]))).toBe(true);
    expect(server.minutes.items[0]?.talk).toBe('滞納は五月分');
  });

  it('keeps a copy on this device while the server is away, and sends it afterwards', async () => {
    const server = new Server();
    const a = server.writer();
    server.down = true;
    a.saver.change(talk('通信が切れた'));
    await a.saver.flush();
    expect(a.saver.snapshot().status).toBe('offline');
    expect(a.kept()?.mine.items[0]?.talk).toBe('通信が切れた');
    server.down = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.minutes.items[0]?.talk).toBe('通信が切れた');
    expect(a.kept()).toBeUndefined();
  });

  it('says so when the record was finalized meanwhile, and keeps what was typed', async () => {
    const server = new Server();
    const a = server.writer();
    a.saver.change(talk('あと一行'));
    server.final = true;
    expect(await a.saver.flush()).toBe(false);
    expect(a.saver.snapshot().over).toBe(true);
    expect(a.kept()?.mine.items[0]?.talk).toBe('あと一行');
  });

  it('saves nothing while an input method composes', async () => {
    const server = new Server();
    const { saver } = server.writer();
    saver.compose(true);
    saver.change(talk('へんかん'));
    expect(await saver.flush()).toBe(false);
    expect(server.version).toBe(1);
    saver.compose(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.minutes.items[0]?.talk).toBe('へんかん');
  });

  it('merges nothing in under an input method, so that its text does not overwrite what others wrote', async () => {
    const server = new Server();
    const [a, b] = [server.writer().saver, server.writer().saver];
    a.change(talk('母は要介護二'));
    b.change(talk('家賃'));
    await a.flush();
    const saving = b.flush();
    b.compose(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(b.snapshot().minutes.items[0]?.talk).toBe('家賃');
    b.change(talk('家賃は三月分'));
    b.compose(false);
    await saving;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.minutes.items[0]?.talk).toBe('母は要介護二\n家賃は三月分');
  });

  it('keeps what was typed before the copy on this device was read', async () => {
    const server = new Server();
    const { saver } = server.writer();
    saver.change(talk('新しい行', 'i2'));
    saver.restore({ base: start, mine: talk('残っていた行')(start) });
    expect(await saver.flush()).toBe(true);
    expect(server.minutes.items.map((i) => i.talk)).toEqual(['残っていた行', '新しい行']);
  });

  it('keeps what was typed in a row since the question came up whether to remove it', async () => {
    for (const side of ['mine', 'theirs', 'both'] as const) {
      const server = new Server();
      const [a, b] = [server.writer().saver, server.writer().saver];
      const decide = (decisions: Minutes['items'][number]['decisions']) => (m: Minutes) => ({
        ...m,
        items: m.items.map((i) => (i.id === 'i1' ? { ...i, decisions } : i)),
      });
      a.change(decide([{ id: 'd1', text: '同行する' }]));
      await a.flush();
      await b.look();
      a.change(decide([]));
      await a.flush();
      b.change(decide([{ id: 'd1', text: '木曜に同行する' }]));
      expect(await b.flush()).toBe(false);
      b.change(decide([{ id: 'd1', text: '木曜に同行する\n母も' }]));
      expect(await b.resolve(new Map([['items/i1/decisions/d1', side]]))).toBe(true);
      expect(server.minutes.items[0]?.decisions).toEqual([{ id: 'd1', text: '木曜に同行する\n母も' }]);
    }
  });

  it('has one form for an emptied text', async () => {
    const server = new Server();
    const { saver } = server.writer();
    saver.change((m) => ({ ...m, general: '' }));
    expect(saver.snapshot().minutes).not.toHaveProperty('general');
    expect(saver.unsaved()).toBe(false);
  });
});

/** Mulberry32: the same stories in every run. */
function dice(seed: number) {
  let a = seed;
  const next = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return (below: number) => Math.floor(next() * below);
}

describe('never a lost line', () => {
  it.each(Array.from({ length: 150 }, (_, seed) => seed))('random edits of two writers, story %i', async (seed) => {
    const roll = dice(seed + 1);
    const server = new Server();
    const writers = [server.writer().saver, server.writer().saver];
    const written = new Set<string>();
    const deleted = new Set<string>();
    let n = 0;
    const word = () => {
      n += 1;
      written.add(`語${n}。`);
      return `語${n}。`;
    };
    const wordsIn = (text: string) => text.match(/語\d+。/g) ?? [];
    const forgetAll = (texts: string[]) => {
      for (const w of texts.flatMap(wordsIn)) deleted.add(w);
    };
    const editText = (text: string): string => {
      const lines = text === '' ? [] : text.split('\n');
      const at = roll(lines.length + 1);
      const kind = roll(5);
      if (kind < 3 || lines.length === 0) lines.splice(at, 0, word());
      else if (kind === 3) lines[roll(lines.length)] += word();
      else forgetAll(lines.splice(roll(lines.length), 1));
      return lines.join('\n');
    };
    const edit = (m: Minutes): Minutes => {
      const which = roll(m.items.length);
      const kind = roll(8);
      if (kind === 0) return { ...m, general: editText(m.general ?? '') };
      return {
        ...m,
        items: m.items.map((i, at) => {
          if (at !== which) return i;
          if (kind === 1) return { ...i, decisions: [...i.decisions, { id: `d${n + 1}`, text: word() }] };
          if (kind === 2) return { ...i, tasks: [...i.tasks, { id: `t${n + 1}`, task: word() }] };
          if (kind === 3 && i.decisions.length > 0) {
            const row = roll(i.decisions.length);
            if (roll(3) > 0) {
              const decisions = i.decisions.map((d, x) => (x === row ? { ...d, text: editText(d.text) } : d));
              return { ...i, decisions };
            }
            forgetAll([i.decisions[row]?.text ?? '']);
            return { ...i, decisions: i.decisions.filter((_, x) => x !== row) };
          }
          return { ...i, talk: editText(i.talk ?? '') };
        }),
      };
    };
    const settle = async (w: MinutesSaver) => {
      if (w.snapshot().conflicts.length > 0) await w.resolve(new Map());
      else await w.flush();
    };
    for (let step = 0; step < 40; step += 1) {
      const w = writers[roll(2)];
      if (!w) continue;
      const kind = roll(6);
      if (kind < 4) w.change(edit);
      else if (kind === 4) await w.look();
      else if (roll(2) === 0) await settle(w);
      else await Promise.all(writers.map(settle)); // both at the same instant
      server.down = roll(12) === 0;
    }
    server.down = false;
    for (let round = 0; round < 12; round += 1) for (const w of writers) await settle(w);
    for (let round = 0; round < 3; round += 1) for (const w of writers) await w.look();
    const text = JSON.stringify(server.minutes);
    for (const w of written) {
      if (!deleted.has(w) && !text.includes(w)) throw new Error(`lost ${w} in ${text}`);
    }
    expect(writers[0]?.unsaved()).toBe(false);
    expect(writers[0]?.snapshot().minutes).toEqual(writers[1]?.snapshot().minutes);
  });
});
