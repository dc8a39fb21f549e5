import type { FileTarget } from '@/api/generated';
import { ApiProblem, problemFrom } from '@/api/problems';
import { currentToken, expireSession, refreshSession } from '@/api/session';

/** Largest file, in bytes: as the server has it. */
export const MAX_FILE = 20 * 1024 * 1024;

/** What the picker offers; the server looks at the content itself. */
export const ACCEPT = '.pdf,.png,.jpg,.jpeg,.webp,.heic,.xlsx,.docx,.txt,.csv';

export interface UploadTarget {
  caseId: string;
  attachedTo?: FileTarget;
  objectId?: string;
}

/** Sends one file, telling how far it is. `fetch` cannot tell that, hence the older way; token and refresh as in apiFetch. */
export async function upload(
  target: UploadTarget,
  file: Blob & { name: string },
  language: string,
  onProgress: (part: number) => void,
): Promise<void> {
  if (!currentToken()) await refreshSession();
  let answer = await send(target, file, language, onProgress);
  if (answer.status === 401 && (await refreshSession())) answer = await send(target, file, language, onProgress);
  if (answer.status === 401) expireSession();
  if (!answer.ok) throw problemFrom(await answer.json().catch(() => undefined), answer);
}

function send(
  target: UploadTarget,
  file: Blob & { name: string },
  language: string,
  onProgress: (part: number) => void,
) {
  const query = new URLSearchParams();
  if (target.attachedTo) query.set('attachedTo', target.attachedTo);
  if (target.objectId) query.set('objectId', target.objectId);
  const form = new FormData();
  form.append('file', file, file.name);
  return new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/cases/${target.caseId}/files?${query}`);
    request.setRequestHeader('Authorization', `Bearer ${currentToken()}`);
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.setRequestHeader('Accept-Language', language);
    request.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total);
    request.onload = () => {
      const headers = new Headers();
      for (const name of ['X-Request-Id', 'Retry-After']) {
        const value = request.getResponseHeader(name);
        if (value) headers.set(name, value);
      }
      resolve(new Response(request.responseText || null, { status: request.status, headers }));
    };
    request.onerror = () => reject(new ApiProblem({ status: 0, code: 'network' }));
    request.send(form);
  });
}
