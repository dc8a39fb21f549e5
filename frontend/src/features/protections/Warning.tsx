import { ShieldAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';

/** Said where the address could leave the house: before handing on, before printing, and when somebody is written down. */
export function ProtectionWarning({ when }: { when: 'handOff' | 'print' | 'match' | 'perpetrator' }) {
  const t = useTranslations('protections.warning');
  return (
    <div
      role="note"
      className="flex items-start gap-3 rounded-8 border-2 border-error-1 bg-white px-4 py-3"
      data-testid="protection-warning"
    >
      <ShieldAlert aria-hidden size="1.375rem" className="mt-0.5 shrink-0 text-error-2" />
      <div className="min-w-0">
        <p className="font-bold">{t(`${when}.title`)}</p>
        <p className="text-[0.9375rem]">{t(`${when}.text`)}</p>
      </div>
    </div>
  );
}
