import { EyeOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui';
import { cx } from '@/lib/cx';

/** Untouched for so long, the screen is hidden from who passes by (milliseconds). The session itself ends later. */
export const IDLE_AFTER = 5 * 60_000;

/** Blurs the page after idleness; the first key or touch shows it again and does nothing else. */
export function IdleCover({ children, after = IDLE_AFTER }: { children: ReactNode; after?: number }) {
  const t = useTranslations('app');
  const [idle, setIdle] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    if (idle) return;
    const hide = () => {
      before.current = document.activeElement;
      setIdle(true);
    };
    let timer = setTimeout(hide, after);
    const touched = () => {
      clearTimeout(timer);
      timer = setTimeout(hide, after);
    };
    const events = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'compositionupdate'];
    for (const e of events) window.addEventListener(e, touched, { passive: true, capture: true });
    return () => {
      clearTimeout(timer);
      for (const e of events) window.removeEventListener(e, touched, { capture: true });
    };
  }, [idle, after]);
  useEffect(() => {
    if (idle) button.current?.focus();
    else if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  }, [idle]);
  return (
    <>
      <div
        data-idle={idle || undefined}
        inert={idle}
        className={cx('flex min-h-dvh flex-col', idle && 'blur-lg select-none')}
      >
        {children}
      </div>
      {idle && (
        <div
          role="alertdialog"
          aria-label={t('idle')}
          className="fixed inset-0 z-50 flex flex-col items-center justify-center gap-6 bg-white/80"
        >
          <EyeOff aria-hidden size="3rem" strokeWidth={1.5} />
          <p className="px-6 text-center text-std-20B-150">{t('idle')}</p>
          <Button ref={button} size="lg" onClick={() => setIdle(false)}>
            {t('idleBack')}
          </Button>
        </div>
      )}
    </>
  );
}
