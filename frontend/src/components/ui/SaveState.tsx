import { CircleAlert, CloudOff, CloudUpload, GitCompare, Pencil, Save } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { cx } from '@/lib/cx';
import { formatInstant } from '@/lib/format';

export type SaveStatus = 'idle' | 'unsaved' | 'saving' | 'saved' | 'conflict' | 'failed' | 'offline';

export interface SaveStateProps {
  status: SaveStatus;
  /** When it was last saved. */
  savedAt?: string | Date;
}

const faces = {
  unsaved: { icon: Pencil, look: 'text-solid-gray-800' },
  saving: { icon: CloudUpload, look: 'text-solid-gray-800' },
  saved: { icon: Save, look: 'text-success-2' },
  conflict: { icon: GitCompare, look: 'text-error-2 font-bold' },
  failed: { icon: CircleAlert, look: 'text-error-2 font-bold' },
  offline: { icon: CloudOff, look: 'text-warning-orange-2 font-bold' },
} as const;

/** Whether what was typed is safe; always on screen, spoken only when it changes for the worse or is saved. */
export function SaveState({ status, savedAt }: SaveStateProps) {
  const t = useTranslations('ui.save');
  if (status === 'idle') return <p role="status" className="min-h-[1.7em]" />;
  const { icon: Icon, look } = faces[status];
  const text = status === 'saved' && savedAt ? t('savedAt', { time: formatInstant(savedAt, 'time') }) : t(status);
  return (
    <p
      role="status"
      data-status={status}
      className={cx('flex min-h-[1.7em] items-center gap-1.5 text-[0.9375rem]', look)}
    >
      <Icon aria-hidden size="1.125em" className="shrink-0" />
      {text}
    </p>
  );
}
