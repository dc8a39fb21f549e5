import { useQuery } from '@tanstack/react-query';
import { GitCompare } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SheetVersionRef } from '@/api/generated';
import { listSheetVersionsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Button, ProblemPanel, Select, Skeleton } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { DiffDialog } from './DiffDialog';
import { VersionDialog } from './VersionDialog';

interface Props {
  sheetId: string;
  current: number;
  range: { from?: number; to?: number };
  onRange: (range: { from?: number; to?: number }) => void;
}

/** Every version of a filed sheet, newest first; each can be read, and any two compared. */
export function Versions({ sheetId, current, range, onRange }: Props) {
  const t = useTranslations('sheets.versions');
  const [read, setRead] = useState<number>();
  const query = useQuery(listSheetVersionsOptions({ path: { sheetId } }));
  if (query.isPending) return <Skeleton lines={3} />;
  if (query.isError) return <ProblemPanel error={query.error} level={3} onRetry={() => void query.refetch()} />;
  const versions = query.data.items;
  return (
    <>
      <ol className="flex flex-col">
        {versions.map((v) => (
          <VersionItem key={v.number} version={v} current={v.number === current} onRead={() => setRead(v.number)} />
        ))}
      </ol>
      {versions.length > 1 && <Chooser key={current} versions={versions} current={current} onCompare={onRange} />}
      {versions.length === 1 && <p className="mt-2 text-[0.9375rem] text-solid-gray-700">{t('onlyOne')}</p>}
      {read !== undefined && <VersionDialog sheetId={sheetId} number={read} onClose={() => setRead(undefined)} />}
      {range.from !== undefined && range.to !== undefined && (
        <DiffDialog sheetId={sheetId} from={range.from} to={range.to} onClose={() => onRange({})} />
      )}
    </>
  );
}

function VersionItem({
  version: v,
  current,
  onRead,
}: {
  version: SheetVersionRef;
  current: boolean;
  onRead: () => void;
}) {
  const t = useTranslations('sheets.versions');
  return (
    <li className="border-b border-solid-gray-200 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <strong>{t('number', { number: v.number })}</strong>
        {current && <span className="text-[0.875rem] text-solid-gray-700">{t('current')}</span>}
      </p>
      <p className="text-[0.9375rem] text-solid-gray-700">{formatInstant(v.at)}</p>
      <p className="text-[0.9375rem] text-solid-gray-700">
        {v.agency.name}・{v.by.name}
      </p>
      {v.reason && <p className="mt-1 text-[0.9375rem] whitespace-pre-wrap">{t('reason', { reason: v.reason })}</p>}
      {!current && (
        <Button variant="text" size="sm" className="-ml-3" onClick={onRead}>
          {t('read', { number: v.number })}
        </Button>
      )}
    </li>
  );
}

function Chooser({
  versions,
  current,
  onCompare,
}: {
  versions: readonly SheetVersionRef[];
  current: number;
  onCompare: Props['onRange'];
}) {
  const t = useTranslations('sheets.versions');
  const [from, setFrom] = useState(String(Math.max(1, current - 1)));
  const [to, setTo] = useState(String(current));
  const options = versions.map((v) => ({ value: String(v.number), label: t('number', { number: v.number }) }));
  return (
    <div className="mt-4 flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3">
        <Select label={t('from')} options={options} value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
        <Select label={t('to')} options={options} value={to} onChange={(e) => setTo(e.currentTarget.value)} />
      </div>
      <Button
        variant="outline"
        size="sm"
        icon={GitCompare}
        disabled={from === to}
        onClick={() => onCompare({ from: Number(from), to: Number(to) })}
      >
        {t('compare')}
      </Button>
    </div>
  );
}
