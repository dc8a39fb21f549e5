import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import {
  type AnnualStatistics,
  type AnnualYear,
  listStatisticItems,
  type Measure,
  type StatisticItem,
  type StatisticItemPage,
} from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { type Column, IconButton, Pager, ProblemPanel, Skeleton, Table } from '@/components/ui';
import { shortMoment } from '../cases/dates';
import { calendarMonth } from './search';

const REASONS = [
  'no_destination',
  'no_support_menu',
  'support_refused',
  'refusal_report',
  'no_answer',
  'ping_pong',
  'other',
] as const;
const CONTACTS = ['visit', 'phone', 'office', 'online', 'accompanied', 'document'] as const;

/** What a figure was counted from: as many rows as the figure says. */
export function FigureList(props: {
  data: AnnualStatistics;
  measure: Measure;
  year: AnnualYear;
  month?: number;
  onClose: () => void;
}) {
  const { data, measure, year, month, onClose } = props;
  const t = useTranslations('statistics.list');
  const heading = useRef<HTMLHeadingElement>(null);
  const query = { measure, fiscalYear: year.fiscalYear, fiscalMonth: month };
  const list = useKeyset<StatisticItem, StatisticItemPage>(
    'listStatisticItems',
    'case',
    { ...query, count: true },
    async (page, signal) => {
      const { data: items } = await listStatisticItems({
        query: { ...query, ...page, count: true },
        signal,
        throwOnError: true,
      });
      return items;
    },
  );
  const label = data.measures.find((m) => m.measure === measure)?.label ?? '';
  const opened = `${measure} ${year.fiscalYear} ${month}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: focus goes to the list each time another figure is opened.
  useEffect(() => heading.current?.focus(), [opened]);
  return (
    <section aria-labelledby="figure-list" className="rounded-12 border border-solid-gray-420 p-5">
      <div className="mb-3 flex items-start gap-3">
        <h2 id="figure-list" ref={heading} tabIndex={-1} className="grow text-[1.25rem] font-bold">
          {month
            ? t('titleMonth', { year: year.name, month: calendarMonth(month), measure: label })
            : t('title', { year: year.name, measure: label })}
        </h2>
        <IconButton icon={X} label={t('close')} onClick={onClose} />
      </div>
      {list.isPending && <Skeleton lines={4} />}
      {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} level={3} />}
      {list.rows.length > 0 && (
        <>
          <Items rows={list.rows} label={label} />
          <Pager
            shown={list.rows.length}
            total={list.total}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
      {year.figures.find((f) => f.measure === measure)?.recorded !== undefined && !month && (
        <p className="mt-3 text-solid-gray-700">{t('recorded')}</p>
      )}
    </section>
  );
}

function Items({ rows, label }: { rows: readonly StatisticItem[]; label: string }) {
  const t = useTranslations('statistics.list');
  const detail = useDetail();
  const columns: Column<StatisticItem>[] = [
    { id: 'at', header: t('at'), main: true, nowrap: true, cell: (i) => shortMoment(i.at) },
    { id: 'what', header: t('what'), cell: (i) => detail(i) },
    { id: 'case', header: t('case'), nowrap: true, cell: (i) => <CaseLink item={i} /> },
    { id: 'after', header: t('after'), wideOnly: true, cell: (i) => (i.afterFreeze ? t('afterFreeze') : '') },
  ];
  return (
    <Table caption={label} columns={columns} rows={rows} rowKey={(i) => `${i.measure} ${i.id}`} density="compact" />
  );
}

function CaseLink({ item: i }: { item: StatisticItem }) {
  const t = useTranslations('statistics.list');
  if (!i.caseId) return <span className="text-solid-gray-700">{t('noCase')}</span>;
  return (
    <Link
      to="/cases/$caseId"
      params={{ caseId: i.caseId }}
      className="text-key-1000 underline underline-offset-[0.1875rem]"
    >
      {i.caseNumber}
    </Link>
  );
}

function useDetail(): (i: StatisticItem) => string {
  const t = useTranslations('statistics.list');
  const reasons = useTranslations('codes.escalationReason');
  const contact = useTranslations('statistics.contact');
  return (i) => {
    const reason = REASONS.find((r) => r === i.detail);
    const kind = CONTACTS.find((k) => k === i.detail);
    if (i.measure === 'escalations_coordinated' || i.measure === 'escalations_advice_only') {
      return reason ? `${t(i.measure)}（${reasons(reason)}）` : t(i.measure);
    }
    if (i.measure === 'coordination_contacts') return kind ? contact(kind) : t('contact');
    return t('meeting');
  };
}
