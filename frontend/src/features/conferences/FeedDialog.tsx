import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarPlus, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { createCalendarFeed, revokeCalendarFeed } from '@/api/generated';
import { getCalendarFeedOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Button, Dialog, NoticeBanner, ProblemPanel, Skeleton, useToast } from '@/components/ui';
import { formatInstant } from '@/lib/format';

/** The reader's private subscription: its address is shown once, and can be taken back. */
export function FeedDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('conferences.feed');
  const toast = useToast();
  const queries = useQueryClient();
  const found = useQuery(getCalendarFeedOptions());
  const [address, setAddress] = useState<string>();
  const [problem, setProblem] = useState<unknown>();
  const again = () => queries.invalidateQueries({ queryKey: getCalendarFeedOptions().queryKey });
  const run = async (work: () => Promise<void>) => {
    setProblem(undefined);
    try {
      await work();
      await again();
    } catch (error) {
      setProblem(error);
    }
  };
  const make = () =>
    run(async () => {
      const { data } = await createCalendarFeed({ throwOnError: true });
      setAddress(`${window.location.origin}${data.path}`);
    });
  const revoke = () =>
    run(async () => {
      await revokeCalendarFeed({ throwOnError: true });
      setAddress(undefined);
      toast(t('revoked'));
    });
  const feed = found.data;
  return (
    <Dialog
      open
      title={t('title')}
      onClose={onClose}
      footer={
        <>
          <Button icon={CalendarPlus} onClick={() => void make()}>
            {t(feed?.active ? 'remake' : 'make')}
          </Button>
          {feed?.active && (
            <Button variant="danger-outline" onClick={() => void revoke()}>
              {t('revoke')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-solid-gray-700">{t('lead')}</p>
        {found.isPending && <Skeleton lines={2} />}
        {found.isError && <ProblemPanel error={found.error} level={3} onRetry={() => void found.refetch()} />}
        {problem !== undefined && <ProblemPanel error={problem} level={3} />}
        {feed && !address && (
          <p>
            {feed.active && feed.createdAt ? t('active', { at: formatInstant(feed.createdAt) }) : t('none')}
            {feed.usedAt && <span className="block">{t('used', { at: formatInstant(feed.usedAt) })}</span>}
          </p>
        )}
        {address && (
          <NoticeBanner tone="success" live level={3} title={t('once')}>
            <label className="block">
              <span className="font-bold">{t('address')}</span>
              <input readOnly value={address} className="field-box mt-1" onFocus={(e) => e.currentTarget.select()} />
            </label>
            <Button
              variant="outline"
              size="sm"
              icon={Copy}
              className="mt-2"
              onClick={() => void navigator.clipboard.writeText(address).then(() => toast(t('copied')))}
            >
              {t('copy')}
            </Button>
          </NoticeBanner>
        )}
      </div>
    </Dialog>
  );
}
