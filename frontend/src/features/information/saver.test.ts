import { describe, expect, it, vi } from 'vitest';
import type { InformationContent } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { InformationSaver, pruned, type Seen } from './saver';

const id = '01935a00-0000-7000-8000-000000000001';

function seen(content: InformationContent, etag = '"1"'): Seen {
  return { etag, sheet: { caseId: id, caseNumber: 'R8-0001', number: 1, content, agencies: [], actions: ['edit'] } };
}

function stage(start: InformationContent) {
  let form = start;
  const ports = {
    read: () => pruned(form),
    show: vi.fn((content: InformationContent) => {
      form = content;
    }),
    save: vi.fn(async (_: string, content: InformationContent) => seen(content, '"2"')),
    load: vi.fn(async () => seen(start)),
  };
  const saver = new InformationSaver(ports, seen(start));
  return {
    ports,
    saver,
    type: (content: InformationContent) => {
      form = content;
    },
  };
}

describe('saving the information sheet', () => {
  it('saves what was typed, and nothing when nothing was', async () => {
    const s = stage({ policy: '様子を見る' });
    expect(await s.saver.flush()).toBe(true);
    expect(s.ports.save).not.toHaveBeenCalled();
    s.type({ policy: '訪問する' });
    expect(s.saver.unsaved()).toBe(true);
    expect(await s.saver.flush()).toBe(true);
    expect(s.ports.save).toHaveBeenCalledWith('"1"', { policy: '訪問する' });
    expect(s.saver.snapshot().status).toBe('saved');
  });

  it('merges what a colleague wrote elsewhere, and saves both', async () => {
    const s = stage({ policy: 'a', strengths: 'b' });
    s.type({ policy: 'mine', strengths: 'b' });
    s.ports.save.mockRejectedValueOnce(new ApiProblem({ status: 412, code: 'stale' }));
    s.ports.load.mockResolvedValueOnce(seen({ policy: 'a', strengths: 'theirs' }, '"7"'));
    expect(await s.saver.flush()).toBe(true);
    expect(s.ports.save).toHaveBeenLastCalledWith('"7"', { policy: 'mine', strengths: 'theirs' });
    expect(s.saver.snapshot().mergedIn).toBe(1);
  });

  it('asks where both changed the same words, and loses neither', async () => {
    const s = stage({ policy: 'a' });
    s.type({ policy: 'mine' });
    s.ports.save.mockRejectedValueOnce(new ApiProblem({ status: 412, code: 'stale' }));
    s.ports.load.mockResolvedValueOnce(seen({ policy: 'theirs' }, '"7"'));
    expect(await s.saver.flush()).toBe(false);
    expect(s.saver.snapshot().conflicts).toEqual([{ path: ['policy'], base: 'a', mine: 'mine', theirs: 'theirs' }]);
    expect(s.ports.read()).toEqual({ policy: 'mine' });
    expect(await s.saver.resolve({ policy: 'theirs and mine' })).toBe(true);
    expect(s.ports.save).toHaveBeenLastCalledWith('"7"', { policy: 'theirs and mine' });
  });

  it('says when it could not save, and keeps the words', async () => {
    const s = stage({ policy: 'a' });
    s.type({ policy: 'mine' });
    s.ports.save.mockRejectedValueOnce(new ApiProblem({ status: 0, code: 'network' }));
    expect(await s.saver.flush()).toBe(false);
    expect(s.saver.snapshot().status).toBe('offline');
    s.saver.stop();
    expect(s.ports.read()).toEqual({ policy: 'mine' });
  });
});
