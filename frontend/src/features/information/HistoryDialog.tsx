import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  getInformationVersion,
  type InformationVersion,
  type InformationVersionPage,
  listInformationVersions,
} from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { Button, Dialog, Pager, ProblemPanel, Skeleton } from '@/components/ui';
import { longMoment } from '../cases/dates';
import { InformationDocument } from './Document';

/** The versions of the sheet: who wrote when, and the sheet as it was. */
export function HistoryDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const t = useTranslations('information');
  const [chosen, setChosen] = useState<InformationVersion>();
  return (
    <Dialog
      open
      size="lg"
      title={t('historyTitle')}
      onClose={onClose}
      footer={
        chosen && (
          <Button variant="outline" onClick={() => setChosen(undefined)}>
            {t('historyTitle')}
          </Button>
        )
      }
    >
      {chosen ? <AsItWas caseId={caseId} version={chosen} /> : <Versions caseId={caseId} onChoose={setChosen} />}
    </Dialog>
  );
}

function Versions({ caseId, onChoose }: { caseId: string; onChoose: (v: InformationVersion) => void }) {
  const t = useTranslations('information');
  const list = useKeyset<InformationVersion, InformationVersionPage>(
    'listInformationVersions',
    'information',
    { caseId },
    async (page, signal) => {
      const { data } = await listInformationVersions({
        path: { caseId },
        query: { limit: 20, ...page },
        signal,
        throwOnError: true,
      });
      return data;
    },
  );
  if (list.isPending) return <Skeleton lines={4} />;
  if (list.isError) return <ProblemPanel error={list.error} level={3} onRetry={() => void list.refetch()} />;
  if (list.rows.length === 0) return <p>{t('historyNone')}</p>;
  return (
    <>
      <ul className="flex flex-col divide-y divide-solid-gray-200">
        {list.rows.map((v) => (
          <li key={v.number} className="flex flex-wrap items-center gap-x-4 py-1">
            <Button variant="text" onClick={() => onChoose(v)}>
              {t('version', { number: v.number })}
            </Button>
            <span>
              {longMoment(v.at)}　{v.by.name}
            </span>
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
  );
}

function AsItWas({ caseId, version }: { caseId: string; version: InformationVersion }) {
  const t = useTranslations('information');
  const { number } = version;
  const found = useQuery({
    queryKey: ['informationVersion', caseId, number],
    queryFn: async ({ signal }) =>
      (await getInformationVersion({ path: { caseId, number }, signal, throwOnError: true })).data,
  });
  if (found.isPending) return <Skeleton lines={8} />;
  if (found.isError) return <ProblemPanel error={found.error} level={3} onRetry={() => void found.refetch()} />;
  return (
    <>
      <p className="mb-4 font-bold">{t('asOf', { at: longMoment(version.at), by: version.by.name })}</p>
      <InformationDocument sheet={found.data} level={3} />
    </>
  );
}
