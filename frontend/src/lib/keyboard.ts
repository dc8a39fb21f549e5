import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Something a key does, as data: the list under `?` is made of these. */
export interface KeyAction {
  readonly id: string;
  /** `mod+s` (Ctrl, ⌘ on a Mac), `shift+…`, `/`, `?`, `g h` is not supported. */
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
  /** False hides it and leaves the key alone. */
  readonly enabled?: boolean;
}

const registered = new Map<symbol, readonly KeyAction[]>();
const listeners = new Set<() => void>();
let all: readonly KeyAction[] = [];

function publish(): void {
  all = [...registered.values()].flat().filter((a) => a.enabled !== false);
  for (const listener of listeners) listener();
}

/** Registers actions while the calling component is mounted; the newest wins a contested key. */
export function useKeyActions(actions: readonly KeyAction[]): void {
  const latest = useRef(actions);
  const shape = actions.map((a) => `${a.id} ${a.keys} ${a.label} ${a.enabled !== false}`).join('\n');
  useEffect(() => {
    latest.current = actions;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: re-register only when what is listed changes, not on each render
  useEffect(() => {
    const token = Symbol('keys');
    registered.set(
      token,
      latest.current.map((a) => ({ ...a, run: () => latest.current.find((b) => b.id === a.id)?.run() })),
    );
    publish();
    return () => {
      registered.delete(token);
      publish();
    };
  }, [shape]);
}

/** Every action that can be used now, in order of registration. */
export function useRegisteredActions(): readonly KeyAction[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
}

/** Listens on the document; the shell calls it once. */
export function useKeyboard(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = all.findLast((a) => matches(event, a.keys));
      if (!action) return;
      event.preventDefault();
      action.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** True while an input method composes: such keys belong to it alone. 229 covers browsers that end composition first. */
export function isComposing(event: { isComposing?: boolean; keyCode?: number; nativeEvent?: KeyboardEvent }): boolean {
  const native = event.nativeEvent ?? event;
  return native.isComposing === true || native.keyCode === 229;
}

/** True when a key event is this combination. Plain characters never fire while somebody types into a field. */
export function matches(event: KeyboardEvent, keys: string): boolean {
  if (event.defaultPrevented || isComposing(event)) return false;
  const parts = keys.toLowerCase().split('+');
  const key = parts.pop() ?? '';
  const mod = parts.includes('mod');
  if (mod !== (event.ctrlKey || event.metaKey) || event.altKey !== parts.includes('alt')) return false;
  if (!mod && isTyping(event.target)) return false;
  // Which characters need Shift depends on the layout (`?`, `/`): compare the character, not the key.
  if (key.length > 1 || mod) {
    if (event.shiftKey !== parts.includes('shift')) return false;
  }
  return event.key.toLowerCase() === key;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('input:not([type=checkbox], [type=radio], [type=button]), textarea, select'))
  );
}

/** Keys as they are printed on a keyboard: `mod+enter` → ["Ctrl", "Enter"]. */
export function keyCaps(keys: string, mac = /Mac|iP/.test(navigator.platform)): string[] {
  const names: Record<string, string> = {
    mod: mac ? '⌘' : 'Ctrl',
    shift: 'Shift',
    alt: 'Alt',
    enter: 'Enter',
    escape: 'Esc',
  };
  return keys.split('+').map((k) => names[k] ?? (k.length === 1 ? k.toUpperCase() : k));
}

/** For a form's onKeyDown: Enter in a single-line field never submits (it confirms the input method's choice). */
export function stopEnterSubmit(event: React.KeyboardEvent<HTMLElement>): void {
  const t = event.target;
  // Ctrl+Enter is an action of its own (filing), which a prevented event would never reach.
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !(t instanceof HTMLInputElement)) return;
  if (!['submit', 'button', 'checkbox', 'radio', 'file'].includes(t.type)) event.preventDefault();
}
