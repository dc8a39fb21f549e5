import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { listPanelItems, type Panel, type PanelItem, type PanelItemPage, type PanelName } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { type Column, IconButton, Pager, ProblemPanel, Skeleton, Table } from '@/components/ui';
import { shortMoment } from '../cases/dates';
import { usePanelWords } from './usePanelWords';

/** What one cell was counted from. */
export function PanelItems(props: {
  panel: PanelName;
  data: Panel;
  row: string;
  column: string;
  query: { from: string; until: string; agencyId?: string };
  onClose: () => void;
}) {
  const { panel, data, row, column, query, onClose } = props;
  const t = useTranslations('statistics.list');
  const words = usePanelWords(panel);
  const heading = useRef<HTMLHeadingElement>(null);
  const asked = { panel, row, column, from: query.from, until: query.until, agencyId: query.agencyId, count: true };
  const list = useKeyset<PanelItem, PanelItemPage>('listPanelItems', 'case', asked, async (page, signal) => {
    const { data: items } = await listPanelItems({
      query: { ...asked, ...page, count: true },
      signal,
      throwOnError: true,
    });
    return items;
  });
  const r = data.rows.find((x) => x.key === row);
  const c = data.columns.find((x) => x.key === column);
  // biome-ignore lint/correctness/useExhaustiveDependencies: focus goes to the list each time another figure is opened.
  useEffect(() => heading.current?.focus(), [row, column]);
  const columns: Column<PanelItem>[] = [
    { id: 'at', header: t('at'), main: true, nowrap: true, cell: (i) => shortMoment(i.at) },
    {
      id: 'case',
      header: t(panel === 'trainings' ? 'training' : 'case'),
      cell: (i) => <Leads panel={panel} item={i} />,
    },
  ];
  const name = `${r ? words.row(r) : ''} ${c ? words.column(c) : ''}`;
  return (
    <div className="rounded-8 bg-solid-gray-50 p-4">
      <div className="mb-2 flex items-start gap-3">
        <h4 ref={heading} tabIndex={-1} className="grow font-bold">
          {name}
        </h4>
        <IconButton icon={X} label={t('close')} onClick={onClose} />
      </div>
      {list.isPending && <Skeleton lines={3} />}
      {list.isError && <ProblemPanel error={list.error} level={4} onRetry={() => void list.refetch()} />}
      {list.rows.length > 0 && (
        <>
          <Table caption={name} columns={columns} rows={list.rows} rowKey={(i) => i.id} density="compact" />
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

const link = 'text-key-1000 underline underline-offset-[0.1875rem]';

/** To what was counted, where it may be seen. */
function Leads({ panel, item: i }: { panel: PanelName; item: PanelItem }) {
  const t = useTranslations('statistics.list');
  if (panel === 'trainings')
    return (
      <Link to="/trainings/$trainingId" params={{ trainingId: i.id }} className={link}>
        {t('toTraining')}
      </Link>
    );
  if (!i.caseId) return <span className="text-solid-gray-700">{t('noCase')}</span>;
  return (
    <Link to="/cases/$caseId" params={{ caseId: i.caseId }} className={link}>
      {i.caseNumber}
    </Link>
  );
}
