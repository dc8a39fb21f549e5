import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Bell, CheckCheck, ShieldAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import {
  getMe,
  listNotifications,
  type Notification,
  type NotificationPage,
  readAllNotifications,
  readNotification,
} from '@/api/generated';
import { refreshCasework, useKeyset } from '@/api/keyset';
import { takeMe } from '@/api/session';
import {
  Button,
  Checkbox,
  Chip,
  EmptyState,
  FilterBar,
  PageHeader,
  Pager,
  ProblemPanel,
  SearchField,
  Select,
  Skeleton,
  TextLink,
  useToast,
} from '@/components/ui';
import { cx } from '@/lib/cx';
import { longMoment } from '../cases/dates';
import { faceOf } from '../timeline/sentences';
import { groupByCase, isAccountNotice, kindOf, type NoticeGroup, tabOf } from './group';

export interface NoticeFilter {
  unread?: boolean;
  sort?: 'oldest';
  /** Part of the number of the case. */
  q?: string;
}

export interface NotificationsPageProps {
  filter: NoticeFilter;
  onFilter: (filter: NoticeFilter) => void;
}

/** お知らせ, by case, live. */
export function NotificationsPage({ filter, onFilter }: NotificationsPageProps) {
  const t = useTranslations('notifications');
  const toast = useToast();
  const read = useRead();
  const query = { ...filter, q: filter.q || undefined, limit: 50 };
  const list = useKeyset<Notification, NotificationPage>(
    'listNotifications',
    'notification',
    query,
    async (page, signal) =>
      (await listNotifications({ query: { ...query, ...page }, signal, throwOnError: true })).data,
  );
  const waiting = list.first?.unread ?? 0;
  return (
    <div className="max-w-4xl">
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        actions={
          waiting > 0 && (
            <Button
              variant="outline"
              icon={CheckCheck}
              busy={read.isPending}
              onClick={() => read.mutate(undefined, { onSuccess: () => toast(t('allRead')) })}
            >
              {t('readAll')}
            </Button>
          )
        }
      >
        {t('lead')}
      </PageHeader>
      <Filters filter={filter} onFilter={onFilter} />
      <div className="my-4">{list.isSuccess && <p aria-live="polite">{t('unreadCount', { count: waiting })}</p>}</div>
      {read.isError && <ProblemPanel error={read.error} />}
      {list.isPending && <Skeleton lines={6} />}
      {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && <NoNotices filter={filter} onAll={() => onFilter({})} />}
      {list.rows.length > 0 && (
        <>
          <ul aria-label={t('list')} className="flex flex-col gap-3">
            {groupByCase(list.rows).map((group) => (
              <li key={group.key}>
                <Group group={group} onRead={(ids) => read.mutate(ids)} />
              </li>
            ))}
          </ul>
          <Pager
            shown={list.rows.length}
            total={list.total}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
    </div>
  );
}

function Filters({ filter, onFilter }: NotificationsPageProps) {
  const t = useTranslations('notifications');
  return (
    <FilterBar>
      <SearchField
        label={t('search')}
        hint={t('searchHint')}
        defaultValue={filter.q}
        onSearch={(q) => onFilter({ ...filter, q: q || undefined })}
        slashKey
        className="min-w-64 grow"
      />
      <Select
        label={t('sort')}
        width="md"
        value={filter.sort ?? ''}
        onChange={(e) => onFilter({ ...filter, sort: e.currentTarget.value === 'oldest' ? 'oldest' : undefined })}
        options={[
          { value: '', label: t('sortNewest') },
          { value: 'oldest', label: t('sortOldest') },
        ]}
      />
      <Checkbox
        label={t('unreadOnly')}
        checked={filter.unread ?? false}
        onChange={(e) => onFilter({ ...filter, unread: e.currentTarget.checked || undefined })}
      />
    </FilterBar>
  );
}

function NoNotices({ filter, onAll }: { filter: NoticeFilter; onAll: () => void }) {
  const t = useTranslations('notifications');
  const narrowed = Boolean(filter.unread || filter.q);
  return (
    <EmptyState
      icon={Bell}
      title={t(filter.q ? 'noneFound' : filter.unread ? 'noneUnread' : 'none')}
      action={
        narrowed && (
          <Button variant="outline" onClick={onAll}>
            {t('showAll')}
          </Button>
        )
      }
    >
      {!narrowed && t('noneWhy')}
    </EmptyState>
  );
}

/** Marks some notices as read, or all of them; then list, badge and home are asked for again. */
export function useRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (ids: readonly string[] | undefined) => {
      if (!ids) {
        await readAllNotifications({ throwOnError: true });
        return;
      }
      for (const notificationId of ids) await readNotification({ path: { notificationId }, throwOnError: true });
    },
    onSettled: async () => {
      await refreshCasework(queries);
      const { data } = await getMe();
      if (data) takeMe(data);
    },
  });
}

function Group({ group, onRead }: { group: NoticeGroup; onRead: (ids: readonly string[]) => void }) {
  const t = useTranslations('notifications');
  const unread = group.items.filter((n) => !n.read).map((n) => n.id);
  return (
    <section data-card className="rounded-12 border border-solid-gray-300 bg-white px-4 pt-2 pb-3">
      <div className="flex min-h-11 items-center justify-between gap-3">
        <h2 className="text-std-17B-170 tabular-nums">
          {group.caseNumber ? t('case', { number: group.caseNumber }) : t('noCase')}
        </h2>
        {unread.length > 0 && (
          <Button variant="text" size="sm" onClick={() => onRead(unread)}>
            {t('markRead')}
          </Button>
        )}
      </div>
      <ul className="flex flex-col">
        {group.items.map((n) => (
          <NoticeItem key={n.id} notice={n} onRead={() => onRead([n.id])} />
        ))}
      </ul>
    </section>
  );
}

function NoticeItem({ notice: n, onRead }: { notice: Notification; onRead: () => void }) {
  const t = useTranslations('notifications');
  const kind = kindOf(n.kind);
  const Icon = kind === 'other' ? Bell : isAccountNotice(kind) ? ShieldAlert : faceOf(kind).icon;
  const text = t(`sentence.${kind}`, { agency: n.agency?.name ?? t('someAgency') });
  return (
    <li
      data-unread={n.read ? undefined : ''}
      className={cx('flex items-start gap-3 rounded-8 px-3 py-2', !n.read && 'bg-blue-50')}
    >
      <Icon aria-hidden size="1.25em" className="mt-1 shrink-0 text-solid-gray-700" />
      <div className="min-w-0 grow sm:flex sm:flex-wrap sm:items-baseline sm:justify-between sm:gap-x-4">
        {n.dispatchId ? (
          <TextLink
            to="/dispatches/$dispatchId"
            params={{ dispatchId: n.dispatchId }}
            onClick={() => !n.read && onRead()}
            className={n.read ? '' : 'font-bold'}
          >
            {text}
          </TextLink>
        ) : n.conferenceId ? (
          <TextLink
            to="/conferences/$conferenceId"
            params={{ conferenceId: n.conferenceId }}
            onClick={() => !n.read && onRead()}
            className={n.read ? '' : 'font-bold'}
          >
            {text}
          </TextLink>
        ) : n.caseId ? (
          <TextLink
            to="/cases/$caseId"
            params={{ caseId: n.caseId }}
            search={{ tab: tabOf(n), handoff: n.handoffId }}
            onClick={() => !n.read && onRead()}
            className={n.read ? '' : 'font-bold'}
          >
            {text}
          </TextLink>
        ) : (
          <span className={n.read ? '' : 'font-bold'}>{text}</span>
        )}
        <time dateTime={n.at} className="block text-[0.875rem] text-solid-gray-700">
          {longMoment(n.at)}
        </time>
      </div>
      {!n.read && <Chip tone="blue">{t('unread')}</Chip>}
    </li>
  );
}
