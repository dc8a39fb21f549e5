import { Clock, Eye } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Reference } from '@/api/generated';
import { ProtectionWarning } from '../protections';
import type { Receiver } from './order';

interface BeforeSendingProps {
  receivers: readonly Receiver[];
  reference: Reference | undefined;
  urgent: boolean;
  sheet: boolean;
  notes: boolean;
  /** 支援措置 holds for somebody of the household. */
  guarded: boolean;
}

/** Said before sending: who will see what, and by when they answer. */
export function BeforeSending({ receivers, reference, urgent, sheet, notes, guarded }: BeforeSendingProps) {
  const t = useTranslations('handoffs.before');
  const ask = useTranslations('codes.ask');
  if (receivers.length === 0) return null;
  const scope = sheet && notes ? 'both' : notes ? 'notes' : sheet ? 'sheet' : 'none';
  const s = reference?.settings;
  return (
    <section aria-labelledby="before-title" className="rounded-12 border-2 border-key-900 p-5">
      <h3 id="before-title" className="text-std-18B-160">
        {t('title')}
      </h3>
      <ul className="mt-2 list-disc space-y-1 pl-6">
        {receivers.map((r) => (
          <li key={r.agency.id}>
            <strong>{r.agency.name}</strong>　{ask(r.ask)}
          </li>
        ))}
      </ul>
      <p className="mt-3 flex items-start gap-2">
        <Eye aria-hidden size="1.25em" className="mt-1 shrink-0" />
        <span>{t(`scope.${scope}`)}</span>
      </p>
      {s && (
        <p className="mt-2 flex items-start gap-2">
          <Clock aria-hidden size="1.25em" className="mt-1 shrink-0" />
          <span>
            {urgent
              ? t('dueUrgent', { hours: s.urgentAnswerBusinessHours })
              : t('due', { days: s.handoffAnswerBusinessDays })}
          </span>
        </p>
      )}
      {guarded && (
        <div className="mt-3">
          <ProtectionWarning when="handOff" />
        </div>
      )}
      <p className="mt-2 text-[0.9375rem] text-solid-gray-700">{t('custody')}</p>
    </section>
  );
}
