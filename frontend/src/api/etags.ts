/** The ETag last seen per resource path (`/sheets/{id}`), for If-Match. In memory, emptied at sign-out. */
const known = new Map<string, string>();

const RESOURCE = /\/api\/v1(\/[^?#]+)/;

/** Path of a URL below /api/v1, without query. */
export function resourcePath(url: string): string {
  return RESOURCE.exec(url)?.[1] ?? url;
}

/** The ETag last seen for `/sheets/{id}`. A form keeps the one it started from, so that others' changes are noticed. */
export function etagOf(path: string): string | undefined {
  return known.get(path);
}

export function forgetEtags(): void {
  known.clear();
}

/** Remembers the ETag of an answer under the resource it describes: Location for what was made, the resource for a verb. */
export function rememberEtag(method: string, url: string, response: Response): void {
  const etag = response.headers.get('ETag');
  if (!etag || !response.ok) return;
  const location = response.headers.get('Location');
  if (location) {
    known.set(resourcePath(location), etag);
    return;
  }
  if (response.status === 201) return;
  const path = resourcePath(url);
  known.set(method === 'POST' ? (parentOf(path) ?? path) : path, etag);
}

/** If-Match for a verb that names none: the ETag of the resource it belongs to. */
export function knownEtagFor(url: string): string | undefined {
  const parent = parentOf(resourcePath(url));
  return parent ? known.get(parent) : undefined;
}

/** `/handoffs/{id}/accept` → `/handoffs/{id}`; undefined for a collection or a single resource. */
function parentOf(path: string): string | undefined {
  const parts = path.split('/').filter(Boolean);
  return parts.length === 3 ? `/${parts[0]}/${parts[1]}` : undefined;
}
