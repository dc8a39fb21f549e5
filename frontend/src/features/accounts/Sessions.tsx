import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { deleteSession, type SessionInfo } from '@/api/generated';
import { listSessionsOptions, listSessionsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { Button, Card, Chip, ProblemPanel, Skeleton, useToast } from '@/components/ui';
import { formatInstant } from '@/lib/format';

/** Where I am signed in, this one first; every other can be ended. */
export function Sessions() {
  const t = useTranslations('accounts.sessions');
  const list = useQuery(listSessionsOptions());
  const queries = useQueryClient();
  const toast = useToast();
  const end = useMutation({
    mutationFn: (ids: readonly string[]) => Promise.all(ids.map((sessionId) => deleteSession({ path: { sessionId } }))),
    onSuccess: () => toast(t('ended')),
    onSettled: () => queries.invalidateQueries({ queryKey: listSessionsQueryKey() }),
  });
  if (list.isPending) return <Skeleton lines={4} />;
  if (list.isError) return <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />;
  const others = list.data.items.filter((s) => !s.current);
  const items = [...list.data.items.filter((s) => s.current), ...others];
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      {end.isError && <ProblemPanel error={end.error} />}
      <Card
        title={t('list')}
        actions={
          others.length > 1 && (
            <Button
              variant="danger-outline"
              size="sm"
              busy={end.isPending}
              onClick={() => end.mutate(others.map((s) => s.id))}
            >
              {t('endOthers')}
            </Button>
          )
        }
      >
        <ul className="divide-y divide-solid-gray-200">
          {items.map((s) => (
            <li key={s.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-4 first:pt-0 last:pb-0">
              <One session={s} />
              {!s.current && (
                <Button
                  variant="danger-outline"
                  size="sm"
                  busy={end.isPending}
                  aria-label={t('endOne', { device: s.device || t('unknownDevice') })}
                  onClick={() => end.mutate([s.id])}
                >
                  {t('end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {others.length === 0 && <p className="mt-4 text-solid-gray-700">{t('onlyThis')}</p>}
      </Card>
      <p className="text-solid-gray-700">{t('strange')}</p>
    </div>
  );
}

function One({ session }: { session: SessionInfo }) {
  const t = useTranslations('accounts.sessions');
  return (
    <div className="flex min-w-64 flex-1 items-start gap-3">
      <MonitorSmartphone aria-hidden size="1.5rem" className="mt-0.5 shrink-0 text-solid-gray-600" />
      <div>
        <p className="flex flex-wrap items-center gap-2 font-bold">
          {session.device || t('unknownDevice')}
          {session.current && <Chip tone="green">{t('current')}</Chip>}
        </p>
        <p>
          {t('seen', { date: formatInstant(session.seenAt) })} ／ {t(`place.${session.place}`)}
        </p>
        <p className="text-[0.9375rem] text-solid-gray-700">
          {t('since', { date: formatInstant(session.createdAt) })}（{t(`method.${session.method}`)}） ／{' '}
          {t('until', { date: formatInstant(session.expiresAt) })}
        </p>
      </div>
    </div>
  );
}
