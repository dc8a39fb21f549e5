import { useSyncExternalStore } from 'react';

const query = '(min-width: 56.25rem)';

/** Whether there is room beside the form; follows turning a tablet. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia?.(query);
      media?.addEventListener('change', listener);
      return () => media?.removeEventListener('change', listener);
    },
    () => window.matchMedia?.(query).matches ?? true,
  );
}
