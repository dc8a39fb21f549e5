/** Where to go after sign-in: a path of this page only, never another site. */
export function safeReturnPath(to: string | undefined): string {
  if (!to) return '/';
  try {
    const url = new URL(to, window.location.origin);
    const here = url.origin === window.location.origin && to.startsWith('/') && !to.startsWith('/sign-in');
    return here ? url.pathname + url.search + url.hash : '/';
  } catch {
    return '/';
  }
}
