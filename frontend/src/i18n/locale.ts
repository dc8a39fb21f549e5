import japanese from './japanese';

export type Locale = 'ja' | 'en';
export type AppMessages = typeof japanese;

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: AppMessages;
  }
}

// Nothing personal: the language of the screen may stay in the browser.
const STORED = 'tsunagu.locale';
const listeners = new Set<() => void>();
const loaded: Record<Locale, Promise<AppMessages> | undefined> = { ja: resolved(japanese), en: undefined };
let chosen: Locale = readStored();

export function locale(): Locale {
  return chosen;
}

/** For the Accept-Language of each request. */
export function currentLanguage(): string {
  return chosen;
}

export function subscribeLocale(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setLocale(next: Locale): void {
  chosen = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Storage is off: the language holds until the page is left.
  }
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

export function loadMessages(of: Locale): Promise<AppMessages> {
  loaded[of] ??= import('./english').then((m) => m.default as AppMessages);
  return loaded[of] ?? Promise.resolve(japanese);
}

/** A promise React need not wait for: it reads status and value. */
function resolved<T>(value: T): Promise<T> {
  return Object.assign(Promise.resolve(value), { status: 'fulfilled', value });
}

function readStored(): Locale {
  try {
    return localStorage.getItem(STORED) === 'en' ? 'en' : 'ja';
  } catch {
    return 'ja';
  }
}
