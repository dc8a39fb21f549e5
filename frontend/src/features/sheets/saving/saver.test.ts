import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sheet, SheetContent } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { DraftSaver, type Farewell, type KeptCopy, type Stored } from './saver';

/** A server of one draft, and a form that is a plain document. */
function world(start: SheetContent | undefined) {
  const w = {
    form: (start ?? {}) as SheetContent,
    server: start as SheetContent | undefined,
    version: 1,
    creations: [] as { key: string; content: SheetContent }[],
    patches: [] as SheetContent[],
    fail: [] as ApiProblem[],
    kept: undefined as KeptCopy | undefined,
    farewells: [] as Farewell[],
  };
  const stored = (): Stored => ({
    id: 's1',
    etag: `"${w.version}"`,
    sheet: { id: 's1', state: 'draft', content: w.server, updatedAt: '2026-11-22T04:13:00Z' } as Sheet,
  });
  let keys = 0;
  const saver = new DraftSaver(
    {
      read: () => w.form,
      show: (_from, next) => {
        w.form = next;
      },
      create: async (content, key) => {
        w.creations.push({ key, content });
        const problem = w.fail.shift();
        if (problem) throw problem;
        w.server = content;
        return stored();
      },
      patch: async (_id, etag, _server, mine) => {
        w.patches.push(mine);
        const problem = w.fail.shift();
        if (problem) throw problem;
        if (etag !== `"${w.version}"`) throw new ApiProblem({ status: 412, code: 'stale' });
        w.version += 1;
        w.server = mine;
        return stored();
      },
      load: async () => stored(),
      keep: async (copy) => {
        w.kept = copy;
        return true;
      },
      forget: async () => {
        w.kept = undefined;
      },
      farewell: (last) => {
        w.farewells.push(last);
        return true;
      },
      newKey: () => {
        keys += 1;
        return `key${keys}`;
      },
    },
    { stored: start ? stored() : undefined, base: start ?? {} },
  );
  const type = (content: SheetContent) => {
    w.form = content;
    saver.changed();
  };
  return { w, saver, type };
}

const network = () => new ApiProblem({ status: 0, code: 'network' });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a draft saves itself', () => {
  it('one second after a pause, not at each key', async () => {
    const { w, saver, type } = world({ request: '' });
    type({ request: 'あ' });
    await vi.advanceTimersByTimeAsync(900);
    type({ request: 'あい' });
    expect(saver.snapshot().status).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(w.patches).toEqual([{ request: 'あい' }]);
    expect(saver.snapshot().status).toBe('saved');
    expect(saver.unsaved()).toBe(false);
  });

  it('a new sheet is made with the first change and never before', async () => {
    const { w, saver, type } = world(undefined);
    expect(await saver.flush()).toBe(true);
    expect(w.creations).toEqual([]);
    type({ request: 'あ' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(w.creations).toHaveLength(1);
    expect(saver.id).toBe('s1');
  });

  it('a lost answer does not make a second draft: the same request is repeated, then what was typed since', async () => {
    const { w, saver, type } = world(undefined);
    w.fail.push(network());
    type({ request: 'あ' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saver.snapshot().status).toBe('offline');
    w.form = { request: 'あい' };
    await saver.flush();
    expect(w.creations).toEqual([
      { key: 'key1', content: { request: 'あ' } },
      { key: 'key1', content: { request: 'あ' } },
    ]);
    expect(w.server).toEqual({ request: 'あい' });
  });
});

describe('a failed save is never silent', () => {
  it('keeps a copy while away, tries again by itself, and drops the copy once it is safe', async () => {
    const { w, saver, type } = world({ request: '' });
    w.fail.push(network());
    type({ request: '書いた' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saver.snapshot()).toMatchObject({ status: 'offline', problem: { status: 0 } });
    expect(w.kept?.mine).toEqual({ request: '書いた' });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(w.server).toEqual({ request: '書いた' });
    expect(saver.snapshot().status).toBe('saved');
    expect(w.kept).toBeUndefined();
  });

  it('says what cannot be stored and saves the rest', async () => {
    const { w, saver, type } = world({ request: '' });
    const errors = [{ pointer: '/content/wishes', code: 'too_long', message: '長すぎます' }];
    w.fail.push(new ApiProblem({ status: 422, code: 'invalid', errors }));
    type({ request: '残る', wishes: '長い' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(w.server).toEqual({ request: '残る' });
    expect(saver.snapshot()).toMatchObject({ status: 'failed', problem: { status: 422 } });
    expect(saver.unsaved()).toBe(true);
    type({ request: '残る', wishes: '短い' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saver.snapshot()).toMatchObject({ status: 'saved', problem: undefined });
  });
});

describe('somebody else saved first', () => {
  const elsewhere = (w: ReturnType<typeof world>['w'], content: SheetContent) => {
    w.server = content;
    w.version += 1;
  };

  it('merges what only one side touched, by itself', async () => {
    const { w, saver, type } = world({ request: 'もと', wishes: 'もと' });
    elsewhere(w, { request: 'もと', wishes: '相手' });
    type({ request: '自分', wishes: 'もと' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(w.server).toEqual({ request: '自分', wishes: '相手' });
    expect(w.form).toEqual({ request: '自分', wishes: '相手' });
    expect(saver.snapshot()).toMatchObject({ status: 'saved', mergedIn: 1, conflicts: [] });
  });

  it('asks about what both changed, sends nothing until then, and loses neither', async () => {
    const { w, saver, type } = world({ request: 'もと' });
    elsewhere(w, { request: '相手' });
    type({ request: '自分' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saver.snapshot().status).toBe('conflict');
    expect(saver.snapshot().conflicts).toEqual([{ path: ['request'], base: 'もと', mine: '自分', theirs: '相手' }]);
    expect(await saver.flush()).toBe(false);
    expect(w.server).toEqual({ request: '相手' });
    expect(await saver.resolve({ request: '自分' })).toBe(true);
    expect(w.server).toEqual({ request: '自分' });
  });
});

it('a copy of this device comes back merged with what the server has by now', async () => {
  const { w, saver } = world({ request: 'もと', wishes: '相手' });
  saver.restore({ base: { request: 'もと' }, mine: { request: '外で書いた' } });
  expect(w.form).toEqual({ request: '外で書いた', wishes: '相手' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(w.server).toEqual({ request: '外で書いた', wishes: '相手' });
});

describe('a page that closes', () => {
  it('sends what is not saved at once, in one step', () => {
    const { w, saver, type } = world({ request: 'もと' });
    saver.leave();
    expect(w.farewells).toEqual([]);
    type({ request: '途中' });
    saver.leave();
    expect(w.farewells).toMatchObject([{ id: 's1', etag: '"1"', mine: { request: '途中' } }]);
  });

  it('repeats a creation that may have arrived already as it was: never two drafts', async () => {
    const { w, saver, type } = world(undefined);
    w.fail.push(network());
    type({ request: 'あ' });
    await vi.advanceTimersByTimeAsync(1_000);
    w.form = { request: 'あい' };
    saver.leave();
    expect(w.farewells).toMatchObject([{ id: undefined, key: 'key1', mine: { request: 'あ' } }]);
  });
});
