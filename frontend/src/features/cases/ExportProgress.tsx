import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { cancelExport, downloadExport, type Export } from '@/api/generated';
import { getExportOptions, getExportQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { Button, type ButtonProps, Dialog, NoticeBanner, ProblemPanel, useToast } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { saveBlob } from '@/lib/saveBlob';

const LOOK = 500; // ms: a bar that moves in steps one sees

/** How far a table has come. It goes on without this dialog, which finds it again. */
export function ExportProgress({ exportId, onClose }: { exportId: string; onClose: () => void }) {
  const t = useTranslations('cases.export');
  const queries = useQueryClient();
  const path = { exportId };
  const one = useQuery({
    ...getExportOptions({ path }),
    refetchInterval: (q) => (q.state.data && !q.state.data.actions.includes('cancel') ? false : LOOK),
  });
  const cancel = useMutation({
    mutationFn: async () => (await cancelExport({ path, throwOnError: true })).data,
    onSuccess: (now) => queries.setQueryData(getExportQueryKey({ path }), now),
    onError: () => void one.refetch(), // it was faster
  });
  const e = one.data;
  const running = e?.actions.includes('cancel');
  return (
    <Dialog
      open
      title={t('title')}
      onClose={onClose}
      footer={
        <>
          {e?.state === 'ready' && <SaveExport of={e} onSaved={onClose} />}
          <Button variant={e?.state === 'ready' ? 'outline' : 'solid'} onClick={onClose}>
            {t('close')}
          </Button>
          {running && (
            <Button
              variant="danger-outline"
              icon={Ban}
              busy={cancel.isPending}
              className="ml-auto"
              onClick={() => cancel.mutate()}
            >
              {t('cancel')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {one.isError && !e && <ProblemPanel error={one.error} level={3} onRetry={() => void one.refetch()} />}
        {e && running && <Bar of={e} />}
        {e?.state === 'ready' && (
          <NoticeBanner tone="success" live level={3} title={t('ready', { count: e.done })}>
            {t('readyUntil', { at: formatInstant(e.goneAt) })}
          </NoticeBanner>
        )}
        {e?.state === 'failed' && (
          <NoticeBanner tone="error" live level={3} title={t('failed')}>
            {e.fault}
          </NoticeBanner>
        )}
        {e?.state === 'cancelled' && <p role="status">{t('cancelled')}</p>}
      </div>
    </Dialog>
  );
}

function Bar({ of: e }: { of: Export }) {
  const t = useTranslations('cases.export');
  const counted = e.total !== undefined && e.total > 0;
  return (
    <div>
      <p className="mb-2" id="export-progress">
        {e.total === undefined ? t('waiting') : t('making', { done: e.done, total: e.total })}
      </p>
      <progress
        aria-labelledby="export-progress"
        className="h-3 w-full accent-key-900"
        max={counted ? e.total : undefined}
        value={counted ? e.done : undefined}
      />
      <p className="mt-3 text-[0.9375rem] text-solid-gray-700">{t('goesOn')}</p>
    </div>
  );
}

/** Saves a table that is ready. */
export function SaveExport({
  of: e,
  onSaved,
  ...look
}: { of: Export; onSaved?: () => void } & Pick<ButtonProps, 'variant' | 'size'>) {
  const t = useTranslations('cases.export');
  const toast = useToast();
  const save = useMutation({
    mutationFn: async () =>
      (await downloadExport({ path: { exportId: e.id }, parseAs: 'blob', throwOnError: true })).data as Blob,
    onSuccess: (table) => {
      saveBlob(table, t('file', { from: e.from, until: e.until, format: e.format }));
      toast(t('done'));
      onSaved?.();
    },
  });
  return (
    <>
      <Button icon={Download} busy={save.isPending} {...look} onClick={() => save.mutate()}>
        {t('save')}
      </Button>
      {save.isError && <ProblemPanel error={save.error} level={3} />}
    </>
  );
}
