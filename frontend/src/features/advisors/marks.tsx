import { Ban, CircleCheck, GraduationCap, HandHelping, Inbox, type LucideIcon, MailQuestionMark } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { CodeLabel, DispatchState } from '@/api/generated';
import { Chip, ChipList, type ChipTone, LinkButton } from '@/components/ui';

const faces: Record<DispatchState, { tone: ChipTone; icon: LucideIcon }> = {
  requested: { tone: 'blue', icon: Inbox },
  assigned: { tone: 'yellow', icon: MailQuestionMark },
  confirmed: { tone: 'green', icon: HandHelping },
  advised: { tone: 'green', icon: GraduationCap },
  completed: { tone: 'neutral', icon: CircleCheck },
  cancelled: { tone: 'neutral', icon: Ban },
};

export function DispatchStateBadge({ state }: { state: DispatchState }) {
  const t = useTranslations('advisors.state');
  const { tone, icon } = faces[state];
  return (
    <Chip tone={tone} icon={icon}>
      {t(state)}
    </Chip>
  );
}

export function Codes({ label, codes }: { label: string; codes: readonly CodeLabel[] }) {
  return <ChipList label={label} items={codes.map((c) => <Chip key={c.code}>{c.label}</Chip>)} />;
}

/** The three pages about advisors, one from another. */
export function AdvisorLinks({
  at,
  registry = true,
}: {
  at: 'registry' | 'dispatches' | 'advice';
  registry?: boolean;
}) {
  const t = useTranslations('advisors.tabs');
  return (
    <nav aria-label={t('label')} className="mb-5 flex flex-wrap gap-3">
      {registry && at !== 'registry' && (
        <LinkButton size="sm" variant="outline" to="/advisors">
          {t('registry')}
        </LinkButton>
      )}
      {at !== 'dispatches' && (
        <LinkButton size="sm" variant="outline" to="/dispatches">
          {t('dispatches')}
        </LinkButton>
      )}
      {at !== 'advice' && (
        <LinkButton size="sm" variant="outline" to="/advice">
          {t('advice')}
        </LinkButton>
      )}
    </nav>
  );
}
