import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MailCheck, MailPlus, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { useSubmissionKey } from '@/api/client';
import {
  listMailMessages,
  type MailMessage,
  type MailMessagePage,
  type MailState,
  sendTestMail,
} from '@/api/generated';
import { getMailStatusOptions, getMailStatusQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { useKeyset } from '@/api/keyset';
import {
  Button,
  EmptyState,
  FilterBar,
  NoticeBanner,
  PageHeader,
  Pager,
  ProblemPanel,
  Select,
  Skeleton,
  TextLink,
  useToast,
} from '@/components/ui';
import { MailTable } from './MailTable';
import { MoveDialog } from './MoveDialog';
import { StatusCounts } from './StatusCounts';

/** What people look for: everything that did not go, or one state. */
const SHOWN = ['trouble', 'queued', 'sent', 'failed', 'unsure', 'held', 'discarded'] as const;
const shown = z.enum(SHOWN);
export const mailSearch = z.object({ show: shown.optional().catch(undefined) });
export type MailFilters = z.infer<typeof mailSearch>;

function statesOf(show: (typeof SHOWN)[number] | undefined): MailState[] | undefined {
  switch (show) {
    case undefined:
      return undefined;
    case 'trouble':
      return ['failed', 'unsure', 'held'];
    case 'queued':
      return ['queued', 'sending', 'handing'];
    default:
      return [show];
  }
}

export interface MailPageProps {
  filters: MailFilters;
  onFilters: (filters: MailFilters) => void;
}

/** メール送信状況: which mails went and which did not, never what they say. */
export function MailPage({ filters, onFilters }: MailPageProps) {
  const t = useTranslations('mail');
  const [moving, setMoving] = useState<{ message: MailMessage; verb: 'resend' | 'discard' }>();
  const status = useQuery(getMailStatusOptions());
  const state = statesOf(filters.show);
  const list = useKeyset<MailMessage, MailMessagePage>('listMailMessages', 'mail', { state }, async (page, signal) => {
    const { data } = await listMailMessages({ query: { state, ...page }, signal, throwOnError: true });
    return data;
  });
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')} actions={<TestButton />}>
        {t('lead')}
      </PageHeader>
      <div className="flex flex-col gap-5">
        {status.isPending && <Skeleton lines={2} />}
        {status.isError && <ProblemPanel error={status.error} onRetry={() => void status.refetch()} />}
        {status.isSuccess && (
          <>
            {!status.data.ready && (
              <NoticeBanner tone="warning" title={t('notReady')}>
                {t('notReadyWhy')}
              </NoticeBanner>
            )}
            {status.data.demo && (
              <NoticeBanner
                tone="info"
                title={t('demoMode')}
                actions={<TextLink to="/demo/mail">{t('demo.open')}</TextLink>}
              >
                {t('demoModeWhy')}
              </NoticeBanner>
            )}
            <StatusCounts status={status.data} />
          </>
        )}
        <FilterBar>
          <Select
            key={filters.show ?? ''}
            name="show"
            label={t('show')}
            empty={t('all')}
            width="md"
            defaultValue={filters.show ?? ''}
            options={SHOWN.map((value) => ({ value, label: t(`shown.${value}`) }))}
            onChange={(e) => onFilters({ show: shown.safeParse(e.currentTarget.value).data })}
          />
        </FilterBar>
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState
            icon={filters.show ? SearchX : MailCheck}
            title={t(filters.show ? 'noneShown' : 'none')}
            action={
              filters.show && (
                <Button variant="outline" onClick={() => onFilters({})}>
                  {t('showAll')}
                </Button>
              )
            }
          >
            {t(filters.show ? 'noneShownWhy' : 'noneWhy')}
          </EmptyState>
        )}
        {list.rows.length > 0 && (
          <div>
            <MailTable rows={list.rows} onMove={(message, verb) => setMoving({ message, verb })} />
            <Pager
              shown={list.rows.length}
              total={list.total}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </div>
        )}
      </div>
      {moving && <MoveDialog {...moving} onClose={() => setMoving(undefined)} />}
    </>
  );
}

function TestButton() {
  const t = useTranslations('mail');
  const toast = useToast();
  const queries = useQueryClient();
  const { headers, renew } = useSubmissionKey();
  const test = useMutation({
    mutationFn: () => sendTestMail({ headers: headers(), throwOnError: true }),
    onSuccess: async () => {
      renew();
      toast(t('testSent'));
      await refreshMail(queries);
    },
  });
  return (
    <div className="flex flex-col items-end gap-2">
      <Button variant="outline" icon={MailPlus} busy={test.isPending} onClick={() => test.mutate()}>
        {t('test')}
      </Button>
      {test.isError && <ProblemPanel error={test.error} />}
    </div>
  );
}

/** Counts and list are asked for again. */
export async function refreshMail(queries: ReturnType<typeof useQueryClient>): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: getMailStatusQueryKey() }),
    queries.invalidateQueries({
      predicate: ({ queryKey: [key] }) =>
        typeof key === 'object' && key !== null && '_id' in key && key._id === 'listMailMessages',
    }),
  ]);
}
