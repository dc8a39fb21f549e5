import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { cx } from '@/lib/cx';
import { IconButton } from './Button';

export interface DialogProps {
  open: boolean;
  /** Esc, ✕, and the caller's own cancel button. Absent: the dialog can only be finished, not left. */
  onClose?: () => void;
  title: ReactNode;
  children: ReactNode;
  /** Buttons; the main one first in the row's reading order. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  /** Something typed would be lost: a click beside the dialog is ignored (it always is), Esc asks the caller. */
  className?: string;
}

const widths = { sm: 'max-w-md', md: 'max-w-2xl', lg: 'max-w-4xl' };

/** A modal dialog: the browser holds focus inside; it goes back to where it was on closing. */
export function Dialog(props: DialogProps) {
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ onClose, title, children, footer, size = 'md', className }: DialogProps) {
  const t = useTranslations('ui');
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const node = dialog.current;
    const before = document.activeElement;
    if (node && !node.open) node.showModal();
    // Focus starts on the title, so that it is read out; or where the caller marks it.
    node?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      node?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      className={cx(
        'm-auto max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] overflow-y-auto rounded-16 bg-white p-0 text-solid-gray-800 shadow-5',
        widths[size],
        className,
      )}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onKeyDown={(event) => {
        // Chrome closes on the second Esc whatever onCancel says; typed text must not vanish that way.
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
          event.preventDefault();
          event.stopPropagation();
          onClose?.();
        }
      }}
    >
      <div className="flex items-start justify-between gap-4 px-6 pt-6">
        <h2 id={`${id}-title`} className="text-std-24B-150" tabIndex={-1}>
          {title}
        </h2>
        {onClose && <IconButton icon={X} label={t('close')} onClick={onClose} className="-mt-1 -mr-2" />}
      </div>
      <div className="px-6 py-4">{children}</div>
      {footer && (
        <div className="sticky bottom-0 flex flex-wrap gap-3 border-t border-solid-gray-200 bg-white px-6 py-4">
          {footer}
        </div>
      )}
    </dialog>
  );
}
