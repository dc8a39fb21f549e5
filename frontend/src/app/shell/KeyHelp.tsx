import { useTranslations } from 'use-intl';
import { Dialog } from '@/components/ui';
import { keyCaps, useRegisteredActions } from '@/lib/keyboard';

/** The list under `?`: made of the actions that can be used right now. */
export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('app');
  const actions = useRegisteredActions();
  return (
    <Dialog open={open} onClose={onClose} title={t('keys')} size="sm">
      <p className="mb-3 text-solid-gray-700">{t('keysHint')}</p>
      <dl>
        {actions.map((a) => (
          <div key={a.id} className="flex items-center justify-between gap-4 border-b border-solid-gray-200 py-2">
            <dt>{a.label}</dt>
            <dd className="flex gap-1">
              {keyCaps(a.keys).map((cap) => (
                <kbd
                  key={cap}
                  className="min-w-8 rounded-6 border border-b-2 border-solid-gray-420 px-2 py-0.5 text-center font-sans text-[0.875rem]"
                >
                  {cap}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
