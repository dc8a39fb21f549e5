import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AgencyRef, ConsentState, DisclosurePart } from '@/api/generated';
import { Chip, type ChipTone } from '@/components/ui';

const faces: Record<ConsentState, { tone: ChipTone; icon: LucideIcon }> = {
  given: { tone: 'green', icon: CircleCheck },
  unconfirmed: { tone: 'yellow', icon: CircleHelp },
  refused: { tone: 'red', icon: CircleX },
  withdrawn: { tone: 'red', icon: CircleX },
  unable: { tone: 'neutral', icon: CircleHelp },
};

export function ConsentBadge({ state }: { state: ConsentState }) {
  const t = useTranslations('codes.consent');
  return (
    <Chip tone={faces[state].tone} icon={faces[state].icon}>
      {t(state)}
    </Chip>
  );
}

/** How far a consent goes, as one sentence; empty when nothing limits it. */
export function useScopeText(): (scope: {
  agencies: readonly AgencyRef[];
  parts: readonly DisclosurePart[];
}) => string {
  const t = useTranslations('consents.scope');
  return ({ agencies, parts }) => {
    const to = agencies.length > 0 ? t('to', { agencies: agencies.map((a) => a.name).join('、') }) : '';
    const what = parts.length === 1 && parts[0] ? t(parts[0]) : '';
    return [to, what].filter(Boolean).join('　');
  };
}
