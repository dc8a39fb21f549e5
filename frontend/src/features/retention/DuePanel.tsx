import { CalendarClock, FilePlus, Lock, LockOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  listRetention,
  proposeDisposal,
  type RetentionCase,
  type RetentionPage as RetentionPageData,
  releaseRetention,
} from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import {
  Button,
  type Column,
  EmptyState,
  Pager,
  ProblemPanel,
  Skeleton,
  Table,
  Textarea,
  useToast,
} from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { HoldDialog } from './HoldDialog';
import { Rules } from './RetentionPage';
import type { RetentionTab } from './tabs';

/** 廃棄予定一覧: the cases of one state, by closing day. */
export function DuePanel({ state }: { state: Exclude<RetentionTab, 'disposals'> }) {
  const t = useTranslations('retention');
  const query = { state };
  const list = useKeyset<RetentionCase, RetentionPageData>('listRetention', 'case', query, async (page, signal) => {
    const { data } = await listRetention({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<'propose' | { hold: RetentionCase } | { release: RetentionCase }>();
  const close = () => setOpen(undefined);
  const rows = list.rows.filter((r) => chosen.has(r.id));
  const toggle = (id: string) =>
    setChosen((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  if (list.isPending) return <Skeleton lines={6} />;
  if (list.isError) return <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <div className="flex flex-col gap-5">
      <p className="text-solid-gray-700">{t(`about.${state}`)}</p>
      {list.rows.length === 0 && <EmptyState icon={CalendarClock} title={t(`none.${state}`)} />}
      {list.rows.length > 0 && (
        <div>
          {state === 'due' && (
            <div className="mb-3 flex flex-wrap items-center gap-4">
              <Button
                icon={FilePlus}
                aria-disabled={rows.length === 0}
                onClick={() => rows.length > 0 && setOpen('propose')}
              >
                {t('propose.open')}
              </Button>
              <Button
                variant="text"
                onClick={() => setChosen(rows.length > 0 ? new Set() : new Set(list.rows.map((r) => r.id)))}
              >
                {rows.length > 0 ? t('chooseNone') : t('chooseAll')}
              </Button>
              <span aria-live="polite">{t('chosen', { count: rows.length })}</span>
            </div>
          )}
          <RetentionTable
            state={state}
            rows={list.rows}
            chosen={chosen}
            onToggle={toggle}
            onHold={(hold) => setOpen({ hold })}
            onRelease={(release) => setOpen({ release })}
          />
          <Pager
            shown={list.rows.length}
            total={list.total}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </div>
      )}
      {list.first && <Rules rules={list.first.rules} />}
      {open === 'propose' && <ProposeDialog cases={rows} onClose={close} onDone={() => setChosen(new Set())} />}
      {typeof open === 'object' && 'hold' in open && <HoldDialog of={open.hold} onClose={close} />}
      {typeof open === 'object' && 'release' in open && <ReleaseDialog of={open.release} onClose={close} />}
    </div>
  );
}

interface RetentionTableProps {
  state: RetentionTab;
  rows: readonly RetentionCase[];
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
  onHold: (of: RetentionCase) => void;
  onRelease: (of: RetentionCase) => void;
}

function RetentionTable({ state, rows, chosen, onToggle, onHold, onRelease }: RetentionTableProps) {
  const t = useTranslations('retention');
  const columns: Column<RetentionCase>[] = [
    {
      id: 'number',
      header: t('number'),
      main: true,
      nowrap: true,
      cell: (r) =>
        state === 'due' ? (
          <label className="-my-2 flex min-h-11 items-center gap-3">
            <input
              type="checkbox"
              className="size-6 accent-key-900"
              checked={chosen.has(r.id)}
              onChange={() => onToggle(r.id)}
              aria-label={t('choose', { number: r.number })}
            />
            {r.number}
          </label>
        ) : (
          r.number
        ),
    },
    { id: 'closed', header: t('closedOn'), nowrap: true, cell: (r) => formatWareki(r.closedOn) },
    { id: 'class', header: t('class'), wideOnly: true, cell: () => t('rules.class.case_dossier') },
    { id: 'due', header: t('dueOn'), nowrap: true, cell: (r) => formatWareki(r.dueOn) },
    {
      id: 'hold',
      header: t('hold.column'),
      cell: (r) =>
        r.hold ? (
          <>
            <span className="block">
              {r.hold.until ? t('hold.until', { on: formatWareki(r.hold.until) }) : t('hold.open')}
            </span>
            <span className="block text-[0.875rem] text-solid-gray-700">
              {r.hold.reason}（{r.hold.by.name}）
            </span>
          </>
        ) : (
          '—'
        ),
    },
    {
      id: 'do',
      header: t('doing'),
      cell: (r) =>
        r.hold ? (
          <Button
            size="sm"
            variant="text"
            icon={LockOpen}
            aria-label={t('release.of', { number: r.number })}
            onClick={() => onRelease(r)}
          >
            {t('release.open')}
          </Button>
        ) : (
          state !== 'listed' && (
            <Button
              size="sm"
              variant="text"
              icon={Lock}
              aria-label={t('hold.of', { number: r.number })}
              onClick={() => onHold(r)}
            >
              {t('hold.do')}
            </Button>
          )
        ),
    },
  ];
  return <Table caption={t(`tabs.${state}`)} columns={columns} rows={rows} rowKey={(r) => r.id} />;
}

function ProposeDialog(props: { cases: readonly RetentionCase[]; onClose: () => void; onDone: () => void }) {
  const { cases, onClose, onDone } = props;
  const t = useTranslations('retention.propose');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => ready({ caseIds: cases.map((c) => c.id), note: textOf(form, 'note') || undefined }),
    send: async (body, headers) => (await proposeDisposal({ body, headers, throwOnError: true })).data,
    done: (d) => {
      toast(t('done', { number: d.number }));
      onDone();
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead', { count: cases.length })}</p>}
      submit={t('submit')}
      icon={FilePlus}
      verb={verb}
      onClose={onClose}
    >
      <p className="max-h-40 overflow-y-auto rounded-8 bg-solid-gray-50 p-3 tabular-nums">
        {cases.map((c) => c.number).join('、')}
      </p>
      <Textarea
        name="note"
        id="note"
        label={t('note')}
        hint={t('noteHint')}
        optional
        limit={2000}
        rows={2}
        error={verb.faults.note}
      />
    </VerbDialog>
  );
}

function ReleaseDialog({ of, onClose }: { of: RetentionCase; onClose: () => void }) {
  const t = useTranslations('retention.release');
  const toast = useToast();
  const verb = useVerb({
    read: () => ready({}),
    send: async (_body, headers) =>
      (await releaseRetention({ path: { caseId: of.id }, headers, throwOnError: true })).data,
    done: () => {
      toast(t('done', { number: of.number }));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title', { number: of.number })}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={LockOpen}
      verb={verb}
      onClose={onClose}
    />
  );
}
