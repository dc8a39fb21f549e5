/**
 * Whether somebody is there. What a page asks by itself (live updates, polling, a renewed stream) long after the last touch
 * must not keep the session alive: it says so, and the server does not count it as use.
 */
const PRESENT_FOR = 60_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'compositionupdate'];

let touched = Date.now();

for (const sign of SIGNS) {
  window.addEventListener(sign, () => (touched = Date.now()), { passive: true, capture: true });
}

/** True when nobody has touched the page for a minute. */
export function byItself(now = Date.now()): boolean {
  return now - touched > PRESENT_FOR;
}
