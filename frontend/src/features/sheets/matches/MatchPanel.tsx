import { Scale, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { HouseholdMatch, SheetContent } from '@/api/generated';
import { Button, Chip, Disclosure } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { ProtectionWarning } from '../../protections';
import { Compare } from './Compare';
import type { MatchChoice } from './choice';

export interface MatchPanelProps {
  matches: readonly HouseholdMatch[];
  /** The sheet as it is written, to stand beside the match. */
  content: SheetContent;
  choice: MatchChoice;
  onChoose: (choice: MatchChoice) => void;
  /** Folded to one line, where there is no room beside the form. */
  folded?: boolean;
}

/** 同じ方・同じ世帯かもしれません: who, why, and what to do about it. Nothing while nobody is likely. */
export function MatchPanel(props: MatchPanelProps) {
  const t = useTranslations('sheets.match');
  if (props.matches.length === 0) return null;
  if (!props.folded) return <Candidates {...props} />;
  return (
    <Disclosure
      summary={
        <span className="flex items-center gap-2">
          <Users aria-hidden size="1.25em" className="shrink-0 text-warning-yellow-2" />
          {t('folded', { count: props.matches.length })}
        </span>
      }
    >
      <div className="-ml-7 max-h-[60dvh] overflow-y-auto p-1">
        <Candidates {...props} />
      </div>
    </Disclosure>
  );
}

function Candidates({ matches, content, choice, onChoose }: MatchPanelProps) {
  const t = useTranslations('sheets.match');
  const [compared, setCompared] = useState<HouseholdMatch>();
  return (
    <section
      aria-labelledby="match-title"
      className="rounded-12 border-2 border-warning-yellow-2 bg-white p-4"
      data-testid="matches"
    >
      <h2 id="match-title" className="flex items-start gap-2 text-std-18B-160">
        <Users aria-hidden size="1.25em" className="mt-1 shrink-0" />
        {t('title')}
      </h2>
      <p role="status" className="mt-1 text-[0.9375rem]">
        {t('count', { count: matches.length })}
      </p>
      <ul className="mt-3 flex flex-col gap-3">
        {matches.map((m) => (
          <Candidate
            key={m.householdId}
            match={m}
            chosen={choice.householdId === m.householdId}
            onCompare={setCompared}
          />
        ))}
      </ul>
      <Decision choice={choice} onChoose={onChoose} />
      {compared && (
        <Compare
          match={compared}
          content={content}
          onClose={() => setCompared(undefined)}
          onSame={() => {
            onChoose({ householdId: compared.householdId, caseNumber: compared.caseNumber });
            setCompared(undefined);
          }}
        />
      )}
    </section>
  );
}

interface CandidateProps {
  match: HouseholdMatch;
  chosen: boolean;
  onCompare: (match: HouseholdMatch) => void;
}

function Candidate({ match: m, chosen, onCompare }: CandidateProps) {
  const t = useTranslations('sheets.match');
  const state = useTranslations('codes.caseState');
  return (
    <li className={`rounded-8 p-3 ${chosen ? 'bg-key-50 outline-2 outline-key-900' : 'bg-solid-gray-50'}`}>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <strong>{m.name}</strong>
        <span className="text-[0.9375rem]">{m.relation || t('self')}</span>
      </p>
      <p className="text-[0.875rem] text-solid-gray-700">
        {[m.birthDate && formatWareki(m.birthDate), m.age !== undefined && t('age', { age: m.age })]
          .filter(Boolean)
          .join(' ')}
      </p>
      <p className="text-[0.875rem] text-solid-gray-700">
        {m.caseNumber}・{state(m.caseState)}・{m.lead.name}
      </p>
      <ul aria-label={t('reasons')} className="mt-1.5 flex flex-wrap gap-1.5">
        {m.reasons.map((r) => (
          <li key={r.code}>
            <Chip tone="yellow">{r.text}</Chip>
          </li>
        ))}
      </ul>
      {m.protected && (
        <div className="mt-2">
          <ProtectionWarning when={m.perpetrator ? 'perpetrator' : 'match'} />
        </div>
      )}
      <div className="mt-2">
        <Button variant="outline" size="sm" icon={Scale} wide onClick={() => onCompare(m)}>
          {t('compare')}
          <span className="visually-hidden">{m.name}</span>
        </Button>
      </div>
    </li>
  );
}

function Decision({ choice, onChoose }: Pick<MatchPanelProps, 'choice' | 'onChoose'>) {
  const t = useTranslations('sheets.match');
  const decided = choice.householdId ? t('chosenSame', { number: choice.caseNumber ?? '' }) : t('chosenOther');
  if (choice.householdId || choice.newHousehold) {
    return (
      <div className="mt-3">
        <p role="status" className="font-bold">
          {decided}
        </p>
        <Button variant="text" size="sm" onClick={() => onChoose({})}>
          {t('chooseAgain')}
        </Button>
      </div>
    );
  }
  return (
    <div className="mt-3">
      <Button variant="outline" size="sm" wide onClick={() => onChoose({ newHousehold: true })}>
        {t('other')}
      </Button>
    </div>
  );
}
