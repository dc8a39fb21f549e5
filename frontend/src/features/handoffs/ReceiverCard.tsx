import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { Ask } from '@/api/generated';
import { focusField, IconButton, RadioGroup, Textarea } from '@/components/ui';
import { TEXT_LIMIT } from './AnswerDialogs';
import type { Receiver } from './order';

export interface ReceiverCardProps {
  receiver: Receiver;
  leadAsked: boolean;
  faults: Readonly<Record<string, string>>;
  onAsk: (ask: Ask) => void;
  onRemove: () => void;
}

/** One agency that is asked: for what, why this one, and what it is to do. */
export function ReceiverCard({ receiver: { agency, ask }, leadAsked, faults, onAsk, onRemove }: ReceiverCardProps) {
  const t = useTranslations('handoffs.handOff');
  const label = useTranslations('codes.ask');
  // Chosen: the next thing to say is why.
  useEffect(() => {
    focusField(`reason-${agency.id}`);
  }, [agency.id]);
  return (
    <li className="rounded-12 border border-solid-gray-300 p-4">
      <div className="mb-3 flex items-start justify-between gap-3">
        <h4 className="pt-2 font-bold">{agency.name}</h4>
        <IconButton icon={X} label={t('remove', { agency: agency.name })} onClick={onRemove} />
      </div>
      <div className="flex flex-col gap-4">
        <RadioGroup
          key={ask}
          name={`ask-${agency.id}`}
          label={t('ask')}
          columns={2}
          defaultValue={ask}
          error={faults[`ask-${agency.id}`]}
          onChange={(event) => onAsk(event.currentTarget.value as Ask)}
          options={[
            { value: 'lead', label: label('lead'), hint: leadAsked ? t('leadAskedHint') : t('leadHint') },
            { value: 'join', label: label('join'), hint: t('joinHint') },
          ]}
        />
        <Textarea
          name={`reason-${agency.id}`}
          id={`reason-${agency.id}`}
          label={t('reason')}
          required
          limit={TEXT_LIMIT}
          rows={2}
          error={faults[`reason-${agency.id}`]}
        />
        <Textarea
          name={`request-${agency.id}`}
          id={`request-${agency.id}`}
          label={t('request')}
          required
          limit={TEXT_LIMIT}
          rows={2}
          error={faults[`request-${agency.id}`]}
        />
      </div>
    </li>
  );
}
