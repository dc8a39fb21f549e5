import { Shield, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Case, Protection } from '@/api/generated';
import { useMe } from '@/app/session';
import { Button, Card, Chip, Disclosure, ProblemPanel, Skeleton } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { longMoment } from '../cases/dates';
import { EndDialog } from './EndDialog';
import { ProtectDialog } from './ProtectDialog';
import { useProtections } from './useProtections';

/** 支援措置 of the household: what holds, who may know, until when; past ones folded away. */
export function ProtectionsCard({ case: c }: { case: Case }) {
  const t = useTranslations('protections.card');
  const me = useMe();
  const query = useProtections(c.id);
  const [dialog, setDialog] = useState<'protect' | Protection>();
  if (query.isPending) return <Skeleton lines={2} />;
  if (query.isError) return <ProblemPanel error={query.error} level={3} onRetry={() => void query.refetch()} />;
  const { items, persons } = query.data;
  const may = c.actions.includes('protect') && persons.length > 0;
  if (items.length === 0 && !may) return null;
  const past = items.filter((p) => !p.active);
  const close = () => setDialog(undefined);
  return (
    <Card title={t('title')}>
      {items.every((p) => !p.active) && <p className="text-solid-gray-700">{t('none')}</p>}
      <ul className="flex flex-col gap-4">
        {items
          .filter((p) => p.active)
          .map((p) => (
            <Item key={p.id} protection={p} onEnd={() => setDialog(p)} />
          ))}
      </ul>
      {past.length > 0 && (
        <div className="mt-3">
          <Disclosure summary={t('past', { count: past.length })}>
            <ul className="flex flex-col gap-4">
              {past.map((p) => (
                <Item key={p.id} protection={p} />
              ))}
            </ul>
          </Disclosure>
        </div>
      )}
      {may && (
        <Button variant="outline" size="sm" icon={Shield} className="mt-4" onClick={() => setDialog('protect')}>
          {t('protect')}
        </Button>
      )}
      {dialog === 'protect' && <ProtectDialog caseId={c.id} persons={persons} own={me.agency} onClose={close} />}
      {dialog && dialog !== 'protect' && <EndDialog caseId={c.id} protection={dialog} onClose={close} />}
    </Card>
  );
}

function Item({ protection: p, onEnd }: { protection: Protection; onEnd?: () => void }) {
  const t = useTranslations('protections.card');
  const who = [...p.listed.map((a) => a.name), ...(p.coordinators ? [t('coordinators')] : [])].join('、');
  return (
    <li className="border-l-4 border-solid-gray-400 pl-3">
      <p className="flex flex-wrap items-center gap-2">
        <strong>{p.personName || t('noName')}</strong>
        {!p.active && <Chip>{t('ended')}</Chip>}
        {p.active && p.hidden && <Chip tone="purple">{t('hidden')}</Chip>}
      </p>
      {p.perpetratorName && <p>{t('from', { name: p.perpetratorName })}</p>}
      <p className="text-[0.9375rem]">{t('listed', { agencies: who })}</p>
      <p className="text-[0.9375rem]">
        {p.until
          ? t('period', { from: formatWareki(p.from), until: formatWareki(p.until) })
          : t('periodOpen', { from: formatWareki(p.from) })}
      </p>
      {p.reason && <p className="mt-1 text-[0.9375rem] whitespace-pre-wrap">{t('reason', { reason: p.reason })}</p>}
      <p className="mt-1 text-[0.9375rem] text-solid-gray-700">
        {t('setBy', { agency: p.agency.name, name: p.setBy.name, at: longMoment(p.at) })}
        {p.endedAt && t('endedAt', { at: longMoment(p.endedAt) })}
      </p>
      {onEnd && p.mayEnd && (
        <Button variant="outline" size="sm" icon={ShieldOff} className="mt-2" onClick={onEnd}>
          {t('end')}
          <span className="visually-hidden">{p.personName}</span>
        </Button>
      )}
    </li>
  );
}
