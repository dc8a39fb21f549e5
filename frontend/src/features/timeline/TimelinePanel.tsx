import { NotebookPen } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Case, getCaseTimeline, type TimelineItem, type Timeline as TimelinePage } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { Button, EmptyState, Pager, ProblemPanel, Select, Skeleton } from '@/components/ui';
import { cx } from '@/lib/cx';
import { longMoment } from '../cases/dates';
import { NoteBody } from './NoteBody';
import { NoteDialog } from './NoteDialog';
import { EVENT_GROUP_NAMES, EVENT_GROUPS, type EventGroup, faceOf, useEventSentence } from './sentences';

export interface TimelinePanelProps {
  case: Case;
  group: EventGroup | undefined;
  onGroup: (group: EventGroup | undefined) => void;
}

/** 経過: everything that happened, newest first, with what was written about it. */
export function TimelinePanel({ case: c, group, onGroup }: TimelinePanelProps) {
  const t = useTranslations('cases.timeline');
  const [writing, setWriting] = useState(false);
  const kind = group && [...EVENT_GROUPS[group]];
  const list = useKeyset<TimelineItem, TimelinePage>(
    'getCaseTimeline',
    'case',
    { caseId: c.id, kind },
    async (page, signal) => {
      const query = { kind, limit: 30, ...page };
      return (await getCaseTimeline({ path: { caseId: c.id }, query, signal, throwOnError: true })).data;
    },
  );
  return (
    <div className="flex max-w-4xl flex-col gap-5">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <Select
          key={group}
          label={t('filter')}
          empty={t('all')}
          defaultValue={group ?? ''}
          onChange={(e) => onGroup(EVENT_GROUP_NAMES.find((g) => g === e.currentTarget.value))}
          options={EVENT_GROUP_NAMES.map((value) => ({ value, label: t(`groups.${value}`) }))}
          className="w-64"
        />
        {c.actions.includes('add_note') && (
          <Button icon={NotebookPen} onClick={() => setWriting(true)}>
            {t('write')}
          </Button>
        )}
      </div>
      {list.isPending && <Skeleton lines={6} />}
      {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && (
        <EmptyState icon={NotebookPen} title={t(group ? 'noneOfKind' : 'none')}>
          {t('noneWhy')}
        </EmptyState>
      )}
      {list.rows.length > 0 && (
        <div>
          <Events case={c} items={list.rows} />
          <Pager
            shown={list.rows.length}
            total={list.total}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </div>
      )}
      {writing && <NoteDialog caseId={c.id} onClose={() => setWriting(false)} />}
    </div>
  );
}

const dots = {
  neutral: 'border-solid-gray-420 bg-solid-gray-50 text-solid-gray-700',
  blue: 'border-blue-900 bg-blue-50 text-blue-1000',
  green: 'border-green-900 bg-green-50 text-green-1000',
  yellow: 'border-yellow-900 bg-yellow-50 text-yellow-1200',
  orange: 'border-orange-900 bg-orange-50 text-orange-1100',
  red: 'border-red-900 bg-red-50 text-red-1100',
  purple: 'border-purple-900 bg-purple-50 text-purple-1000',
};

function Events({ case: c, items }: { case: Case; items: readonly TimelineItem[] }) {
  const t = useTranslations('cases.timeline');
  const sentence = useEventSentence();
  return (
    <ol aria-label={t('label')} className="flex flex-col">
      {items.map((item, i) => {
        const { icon: Icon, tone } = faceOf(item.kind);
        return (
          <li key={item.id} className="relative flex gap-4 pb-6">
            {i < items.length - 1 && (
              <span aria-hidden className="absolute top-9 bottom-0 left-4.25 w-0.5 bg-solid-gray-200" />
            )}
            <span
              aria-hidden
              className={cx('flex size-9 shrink-0 items-center justify-center rounded-full border', dots[tone])}
            >
              <Icon size="1.125rem" />
            </span>
            <div className="min-w-0 grow pt-0.5">
              <p className="font-bold">{sentence(item)}</p>
              <p className="text-[0.875rem] text-solid-gray-700">
                <time dateTime={item.at}>{longMoment(item.at)}</time>
                <span className="ml-3">{byWhom(item, t('system'))}</span>
              </p>
              {item.text && <p className="mt-1 whitespace-pre-wrap">{item.text}</p>}
              {item.note && <NoteBody note={item.note} caseId={c.id} />}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function byWhom(item: TimelineItem, system: string): string {
  if (item.byClock) return system;
  return [item.agency?.name, item.account?.name].filter(Boolean).join('　');
}
