import { beforeEach, expect, it } from 'vitest';
import { canKeepDrafts, dropDraft, keepDraft, purgeDrafts, readDraft, setDraftSecret } from './storage';

const now = new Date('2026-11-22T04:13:00Z');
const draft = { subject: { name: '見本 花子' }, wish: '家で暮らしたい' };

beforeEach(purgeDrafts);

it('gives back what was kept, to its owner only', async () => {
  expect(canKeepDrafts()).toBe(true);
  expect(await keepDraft('me', 'sheet-1', draft, now)).toBe(true);
  expect(await readDraft('me', 'sheet-1')).toEqual({ value: draft, at: now });
  expect(await readDraft('somebody', 'sheet-1')).toBeUndefined();
  await dropDraft('sheet-1');
  expect(await readDraft('me', 'sheet-1')).toBeUndefined();
});

it('writes nothing readable to the disk', async () => {
  await keepDraft('me', 'sheet-1', draft, now);
  const raw = await new Promise<unknown[]>((resolve, reject) => {
    const open = indexedDB.open('tsunagu-drafts');
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const all = open.result.transaction('drafts').objectStore('drafts').getAll();
      all.onsuccess = () => resolve(all.result);
    };
  });
  expect(raw).toHaveLength(1);
  const bytes = Buffer.from((raw[0] as { data: ArrayBuffer }).data).toString('utf8');
  expect(bytes).not.toContain('見本');
  expect(bytes).not.toContain('subject');
});

it('keeps nothing after sign-out', async () => {
  await keepDraft('me', 'sheet-1', draft, now);
  await purgeDrafts();
  expect(await readDraft('me', 'sheet-1')).toBeUndefined();
});

it('outlives a reload only with the secret of the session', async () => {
  await setDraftSecret('secret-of-the-session');
  await keepDraft('me', 'sheet-1', draft, now);
  await setDraftSecret('secret-of-the-session');
  expect((await readDraft('me', 'sheet-1'))?.value).toEqual(draft);
  await setDraftSecret('another');
  expect(await readDraft('me', 'sheet-1')).toBeUndefined();
});
