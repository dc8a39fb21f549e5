import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/**
 * Copies of drafts for the time without connection. Encrypted with a key that lives only in this page's memory (made
 * here, or derived from a secret of the server's session), so what is on the disk is unreadable once the page is gone.
 */
interface DraftRecord {
  readonly id: string;
  /** Account the draft belongs to: another person at this desk never gets it. */
  readonly owner: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface DraftDb extends DBSchema {
  drafts: { key: string; value: DraftRecord };
}

const NAME = 'tsunagu-drafts';
let db: Promise<IDBPDatabase<DraftDb>> | undefined;
let key: Promise<CryptoKey> | undefined;

/** False where the browser cannot encrypt (no https, no IndexedDB): then nothing is kept on the device. */
export function canKeepDrafts(): boolean {
  return typeof indexedDB !== 'undefined' && typeof crypto !== 'undefined' && crypto.subtle !== undefined;
}

/** Uses a secret of the server's session as the key, so that copies outlive a reload. Without it they end with the page. */
export function setDraftSecret(secret: string): void {
  if (canKeepDrafts()) key = keyFrom(secret);
}

async function keyFrom(secret: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode(NAME) },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

/** Keeps a copy of a draft (plain JSON). Answers false where it cannot; the caller then says 未保存. */
export async function keepDraft(owner: string, id: string, value: unknown, now: Date): Promise<boolean> {
  if (!canKeepDrafts()) return false;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: bound(owner, id) },
    await draftKey(),
    plain,
  );
  await (await open()).put('drafts', { id, owner, iv, data, at: now.getTime() });
  return true;
}

/** The copy of a draft and when it was made; undefined when there is none this page can read. */
export async function readDraft<T>(owner: string, id: string): Promise<{ value: T; at: Date } | undefined> {
  if (!canKeepDrafts()) return undefined;
  const store = await open();
  const found = await store.get('drafts', id);
  if (!found || found.owner !== owner) return undefined;
  try {
    const cipher = { name: 'AES-GCM', iv: found.iv, additionalData: bound(owner, id) };
    const plain = await crypto.subtle.decrypt(cipher, await draftKey(), found.data);
    return { value: JSON.parse(new TextDecoder().decode(plain)) as T, at: new Date(found.at) };
  } catch {
    // Of an earlier page, whose key is gone.
    await store.delete('drafts', id);
    return undefined;
  }
}

export async function dropDraft(id: string): Promise<void> {
  if (canKeepDrafts()) await (await open()).delete('drafts', id);
}

/** At sign-out: nothing stays, and what a crash left behind cannot be read. */
export async function purgeDrafts(): Promise<void> {
  key = undefined;
  if (canKeepDrafts()) await (await open()).clear('drafts');
}

function open(): Promise<IDBPDatabase<DraftDb>> {
  db ??= openDB<DraftDb>(NAME, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('drafts', { keyPath: 'id' });
    },
  });
  return db;
}

function draftKey(): Promise<CryptoKey> {
  key ??= crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return key;
}

function bound(owner: string, id: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${owner} ${id}`);
}
