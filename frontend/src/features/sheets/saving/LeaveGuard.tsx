import { useBlocker } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Button, Dialog } from '@/components/ui';
import type { DraftSaver } from './saver';

/** Leaving saves first; only what cannot be saved asks. `off` once there is nothing to save any more. */
export function LeaveGuard({ saver, off }: { saver: DraftSaver; off: boolean }) {
  const t = useTranslations('sheets.leave');
  const blocker = useBlocker({
    withResolver: true,
    enableBeforeUnload: () => !off && saver.unsaved(),
    shouldBlockFn: async ({ current, next }) => {
      // The address of a new sheet becomes that of the saved one: the form stays.
      if (off || (current.routeId === next.routeId && saver.id && next.pathname.includes(saver.id))) return false;
      return saver.unsaved() && !(await saver.flush());
    },
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      open
      size="sm"
      title={t('title')}
      onClose={blocker.reset}
      footer={
        <>
          <Button onClick={blocker.reset}>{t('stay')}</Button>
          <Button variant="danger-outline" onClick={blocker.proceed}>
            {t('leave')}
          </Button>
        </>
      }
    >
      <p>{t('lead')}</p>
    </Dialog>
  );
}
