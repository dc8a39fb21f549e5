import { ifMatch } from '@/api/client';
import { createSheet, getSheet, type Sheet, type SheetContent, updateSheet } from '@/api/generated';
import { currentToken } from '@/api/session';
import { mergePatch } from '../model/patch';
import type { Farewell, Stored } from './saver';

type Answer = { data: Sheet; response: Response };

function stored({ data, response }: Answer): Stored {
  return { id: data.id, etag: response.headers.get('ETag') ?? '', sheet: data };
}

/** Small enough documents outlive the page they were sent from (browsers allow 64 KiB for all such requests). */
const OUTLIVES = 60_000;

function keepalive(body: unknown): { keepalive: boolean } {
  return { keepalive: new TextEncoder().encode(JSON.stringify(body)).length < OUTLIVES };
}

export async function createDraft(content: SheetContent, key: string): Promise<Stored> {
  return stored(await createSheet({ body: { content }, headers: { 'Idempotency-Key': key }, ...keepalive(content) }));
}

export async function patchDraft(id: string, etag: string, server: SheetContent, mine: SheetContent): Promise<Stored> {
  // The patch carries null for what was cleared, which the type of a whole document does not know.
  const content = mergePatch(server, mine) as unknown as SheetContent;
  const headers = ifMatch(etag) as { 'If-Match': string };
  return stored(await updateSheet({ path: { sheetId: id }, headers, body: { content }, ...keepalive(content) }));
}

export async function loadSheet(id: string): Promise<Stored> {
  return stored(await getSheet({ path: { sheetId: id } }));
}

/**
 * The last save of a page that is being closed, in one step: the usual way out copies the request, and a copied body is
 * still being read when the page is gone. No answer is waited for. False when it cannot be sent this way.
 */
export function sayFarewell({ id, etag, key, server, mine }: Farewell): boolean {
  const token = currentToken();
  const content = id ? mergePatch(server, mine) : mine;
  if (!token || !keepalive(content).keepalive) return false;
  const headers: Record<string, string> = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  if (id) headers['If-Match'] = etag ?? '';
  else headers['Idempotency-Key'] = key;
  const url = id ? `/api/v1/sheets/${id}` : '/api/v1/sheets';
  const request = { method: id ? 'PATCH' : 'POST', headers, body: JSON.stringify({ content }), keepalive: true };
  fetch(url, request).catch(() => undefined);
  return true;
}
