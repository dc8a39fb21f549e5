import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck, PencilLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { etagOf } from '@/api/etags';
import { newIdempotencyKey } from '@/api/fetch';
import { type Agency, verifyAgency } from '@/api/generated';
import { listAgencyChangesOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Button, Card, LinkButton, ProblemPanel, Skeleton, useToast } from '@/components/ui';
import japanese from '@/i18n/japanese';
import { formatInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';
import { refreshDirectory } from './refresh';

type Part = keyof typeof japanese.directory.entry.parts;

/** 確認日 and the history of an entry; for whoever keeps it, the two ways to keep it true. */
export function EntryCard({ agency }: { agency: Agency }) {
  const t = useTranslations('directory.entry');
  const may = agency.actions.length > 0;
  return (
    <Card title={t('changes')}>
      <p className="mb-3 font-bold">
        {agency.verifiedOn
          ? t('verified', { date: formatWareki(agency.verifiedOn), name: agency.verifiedBy?.name ?? '' })
          : t('neverVerified')}
      </p>
      {may && <Keep agency={agency} />}
      <Changes agencyId={agency.id} />
    </Card>
  );
}

function Keep({ agency }: { agency: Agency }) {
  const t = useTranslations('directory.entry');
  const queries = useQueryClient();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const verify = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const headers = {
        'If-Match': etagOf(`/agencies/${agency.id}`) ?? '""',
        'Idempotency-Key': newIdempotencyKey(),
      };
      await verifyAgency({ path: { agencyId: agency.id }, headers, throwOnError: true });
      toast(t('verifyDone'));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
      await refreshDirectory(queries);
    }
  };
  return (
    <div className="mb-4 flex flex-col gap-3 border-b border-solid-gray-200 pb-4">
      {problem !== undefined && <ProblemPanel error={problem} level={3} />}
      <LinkButton to="/agencies/$agencyId/edit" params={{ agencyId: agency.id }} icon={PencilLine} wide>
        {t('edit')}
      </LinkButton>
      <Button variant="outline" icon={BadgeCheck} wide busy={busy} onClick={() => void verify()}>
        {t('verify')}
      </Button>
      <p className="text-[0.875rem] text-solid-gray-700">{t('verifyWhy')}</p>
    </div>
  );
}

function Changes({ agencyId }: { agencyId: string }) {
  const t = useTranslations('directory.entry');
  const changes = useQuery(listAgencyChangesOptions({ path: { agencyId } }));
  if (changes.isPending) return <Skeleton lines={2} announce={false} />;
  if (changes.isError) return <ProblemPanel error={changes.error} level={3} onRetry={() => void changes.refetch()} />;
  if (changes.data.items.length === 0) return <p className="text-solid-gray-700">{t('changesNone')}</p>;
  const words = (parts: readonly string[]) =>
    parts
      .filter((p): p is Part => Object.hasOwn(japanese.directory.entry.parts, p))
      .map((p) => t(`parts.${p}`))
      .join('・');
  return (
    <ol className="flex flex-col gap-2">
      {changes.data.items.map((k) => (
        <li key={k.version}>
          <p>{k.parts.length > 0 ? t('changeLine', { parts: words(k.parts) }) : t('checked')}</p>
          <p className="text-[0.875rem] text-solid-gray-700">
            {t('changeBy', { name: k.by.name, at: formatInstant(k.at) })}
          </p>
        </li>
      ))}
    </ol>
  );
}
