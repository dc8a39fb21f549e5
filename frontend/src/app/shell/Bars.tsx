import { CloudOff, RefreshCw, TriangleAlert } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';

/** Said on every page of a demonstration server. */
export function DemoBar() {
  const t = useTranslations('app');
  return (
    <p
      data-shell
      className="flex items-start justify-center gap-2 bg-yellow-100 px-4 py-1.5 text-[0.875rem] text-black"
    >
      <TriangleAlert aria-hidden size="1.25em" className="mt-1 shrink-0" />
      <span>
        {t('demo')}{' '}
        <a href="/demo/mail" className="font-bold underline underline-offset-[0.1875rem]">
          {t('demoMail')}
        </a>
      </span>
    </p>
  );
}

export function OfflineBar({ polling }: { polling: boolean }) {
  const t = useTranslations('app');
  const online = useOnline();
  return (
    <div role="status" data-shell>
      {!online && (
        <p className="flex items-start justify-center gap-2 bg-solid-gray-800 px-4 py-2 text-white">
          <CloudOff aria-hidden size="1.25em" className="mt-1 shrink-0" />
          {t('offline')}
        </p>
      )}
      {online && polling && (
        <p className="flex items-start justify-center gap-2 bg-solid-gray-50 px-4 py-1.5 text-[0.875rem]">
          <RefreshCw aria-hidden size="1.25em" className="mt-0.5 shrink-0" />
          {t('polling')}
        </p>
      )}
    </div>
  );
}

export function useOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('online', listener);
      window.addEventListener('offline', listener);
      return () => {
        window.removeEventListener('online', listener);
        window.removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );
}
