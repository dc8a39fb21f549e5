import { FilePen, FileX, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ConsentList, ConsentStep, PersonConsent } from '@/api/generated';
import { Button, Card, Chip, Disclosure, EmptyState, LinkButton, ProblemPanel, Skeleton } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { longMoment } from '../cases/dates';
import { FileRow, useFiles } from '../files';
import { ConsentDialog } from './ConsentDialog';
import { ConsentBadge, useScopeText } from './marks';
import { useConsents } from './useConsents';
import { WithdrawDialog } from './WithdrawDialog';

/** 同意: where each person stands, what may be recorded now, and what was said before. */
export function ConsentSection({ caseId, record }: { caseId: string; record: boolean }) {
  const t = useTranslations('consents');
  const found = useConsents(caseId);
  return (
    <Card title={t('title')} id="consents">
      {found.data ? (
        <Persons list={found.data} caseId={caseId} record={record} />
      ) : found.isPending ? (
        <Skeleton lines={4} />
      ) : (
        <ProblemPanel error={found.error} onRetry={() => void found.refetch()} level={3} />
      )}
    </Card>
  );
}

function Persons({ list, caseId, record }: { list: ConsentList; caseId: string; record: boolean }) {
  const t = useTranslations('consents');
  const [open, setOpen] = useState<{ person: PersonConsent; withdraw: boolean }>();
  if (list.items.length === 0) return <EmptyState title={t('notDisclosed')}>{t('notDisclosedWhy')}</EmptyState>;
  return (
    <>
      <p className="mb-4 text-solid-gray-700">{t('lead')}</p>
      <ul className="flex flex-col gap-4">
        {list.items.map((p) => (
          <Person
            key={p.person.id}
            caseId={caseId}
            consent={p}
            record={record}
            onRecord={() => setOpen({ person: p, withdraw: false })}
            onWithdraw={() => setOpen({ person: p, withdraw: true })}
          />
        ))}
      </ul>
      {open && !open.withdraw && (
        <ConsentDialog caseId={caseId} consent={open.person} onClose={() => setOpen(undefined)} />
      )}
      {open?.withdraw && (
        <WithdrawDialog caseId={caseId} consent={open.person} list={list} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}

interface PersonProps {
  caseId: string;
  consent: PersonConsent;
  record: boolean;
  onRecord: () => void;
  onWithdraw: () => void;
}

function Person({ caseId, consent: { person, states, history }, record, onRecord, onWithdraw }: PersonProps) {
  const t = useTranslations('consents');
  const methods = useTranslations('consents.method');
  const scope = useScopeText()(person.consent);
  const how = [
    person.consent.recordedOn && formatWareki(person.consent.recordedOn),
    person.consent.method && methods(person.consent.method),
  ]
    .filter(Boolean)
    .join('　');
  const others = states.filter((s) => s !== 'withdrawn' && s !== 'unconfirmed');
  return (
    <li className="rounded-8 border border-solid-gray-300 p-4" aria-label={person.name || t('noName')}>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h3 className="flex flex-wrap items-center gap-2 text-std-17B-170">
            <UserRound aria-hidden size="1.1em" className="shrink-0 text-solid-gray-600" />
            {person.name || t('noName')}
            <Chip>{person.subject ? t('subject') : person.relation}</Chip>
            {!person.current && <Chip tone="yellow">{t('notCurrent')}</Chip>}
          </h3>
          <p className="mt-1 flex flex-wrap items-center gap-2">
            <ConsentBadge state={person.consent.state} />
            <span className="text-[0.9375rem] text-solid-gray-700">{how}</span>
          </p>
          {person.consent.state === 'given' && <p className="mt-1 text-[0.9375rem]">{scope || t('scope.all')}</p>}
        </div>
        <div className="flex flex-wrap gap-2" data-no-print>
          {others.length > 0 && (
            <Button size="sm" variant="outline" icon={FilePen} onClick={onRecord}>
              {person.consent.state === 'given' ? t('change') : t('record')}
            </Button>
          )}
          {states.includes('withdrawn') && (
            <Button size="sm" variant="danger-outline" icon={FileX} onClick={onWithdraw}>
              {t('withdraw')}
            </Button>
          )}
          {record && (
            <LinkButton size="sm" variant="text" to="/print/persons/$personId" params={{ personId: person.id }}>
              {t('toRecord')}
            </LinkButton>
          )}
        </div>
      </div>
      {history.length > 0 && (
        <Disclosure summary={t('history', { count: history.length })} className="mt-2">
          <ol className="flex flex-col gap-3 border-l-4 border-solid-gray-200 pl-4">
            {history.map((step) => (
              <Step key={step.id} step={step} caseId={caseId} />
            ))}
          </ol>
        </Disclosure>
      )}
    </li>
  );
}

function Step({ step, caseId }: { step: ConsentStep; caseId: string }) {
  const t = useTranslations('consents');
  const methods = useTranslations('consents.method');
  const scope = useScopeText()(step);
  const files = useTranslations('files');
  const papers = (useFiles(caseId).data?.items ?? []).filter((f) => f.objectId === step.id);
  const facts = [
    t('on', { on: formatWareki(step.recordedOn) }),
    step.method && methods(step.method),
    step.explainedBy && t('explainedByWas', { name: step.explainedBy }),
    scope,
  ].filter(Boolean);
  return (
    <li>
      <p className="flex flex-wrap items-center gap-2">
        <ConsentBadge state={step.state} />
        <span>{facts.join('　')}</span>
      </p>
      {papers.length > 0 && (
        <ul aria-label={files('consent.files')}>
          {papers.map((f) => (
            <FileRow key={f.id} file={f} caseId={caseId} bare />
          ))}
        </ul>
      )}
      {step.note && <p className="mt-1 whitespace-pre-wrap">{step.note}</p>}
      <p className="mt-1 text-[0.875rem] text-solid-gray-700">
        {t('by', { at: longMoment(step.at), agency: step.agency.name, name: step.by.name })}
      </p>
    </li>
  );
}
