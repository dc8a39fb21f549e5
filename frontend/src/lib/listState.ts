import { useLocation } from '@tanstack/react-router';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The text a list is searched for. */
    q?: string;
  }
}

/**
 * What a list is searched for. People search by names, and nothing personal may stand in an address: the text lives in
 * the entry of the history, where Back finds it again, and the filters alone in the URL.
 */
export function useSearchText(): string | undefined {
  return useLocation({ select: (l) => l.state.q });
}

/** For navigate(): puts the filters into the URL and the search text into the history entry. */
export function listTarget<F extends { q?: string }>({ q, ...search }: F) {
  const given = Object.fromEntries(
    Object.entries(search).filter(([, v]) => v !== undefined && v !== '' && v !== false),
  );
  return {
    search: given as Omit<F, 'q'>,
    state: <S extends object>(before: S) => ({ ...before, q: q || undefined }),
    replace: true,
    resetScroll: false,
  };
}
