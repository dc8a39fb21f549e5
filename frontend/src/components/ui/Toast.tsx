import { CircleCheck, Info, X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from './Button';

interface ToastItem {
  readonly id: number;
  readonly text: string;
  readonly tone: 'success' | 'info';
}

type Show = (text: string, tone?: ToastItem['tone']) => void;

const ToastContext = createContext<Show | undefined>(undefined);

/** How long a toast stays, in milliseconds. Nothing that must be acted on is only a toast. */
const STAYS = 8_000;

/** Holds the live region; put it once, around the app. */
export function ToastRegion({ children }: { children: ReactNode }) {
  const t = useTranslations('ui');
  const [items, setItems] = useState<readonly ToastItem[]>([]);
  const count = useRef(0);
  const drop = useCallback((id: number) => setItems((now) => now.filter((i) => i.id !== id)), []);
  const show = useCallback<Show>(
    (text, tone = 'success') => {
      count.current += 1;
      const id = count.current;
      setItems((now) => [...now.slice(-2), { id, text, tone }]);
      setTimeout(() => drop(id), STAYS);
    },
    [drop],
  );
  const value = useMemo(() => show, [show]);
  return (
    <ToastContext value={value}>
      {children}
      <section
        aria-live="polite"
        aria-label={t('notices')}
        data-no-print
        className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2"
      >
        {items.map((item) => {
          const Icon = item.tone === 'success' ? CircleCheck : Info;
          return (
            <div
              key={item.id}
              className="pointer-events-auto flex max-w-xl items-center gap-3 rounded-8 border border-solid-gray-700 bg-solid-gray-800 py-1 pr-1 pl-4 text-white shadow-3"
            >
              <Icon aria-hidden size="1.25em" className="shrink-0" />
              <span>{item.text}</span>
              <IconButton
                icon={X}
                label={t('close')}
                onClick={() => drop(item.id)}
                className="text-white hover:bg-solid-gray-700"
              />
            </div>
          );
        })}
      </section>
    </ToastContext>
  );
}

/** `toast('つなぎを送りました')`: says that something worked. */
export function useToast(): Show {
  const show = useContext(ToastContext);
  if (!show) throw new Error('useToast needs a ToastRegion above it');
  return show;
}
