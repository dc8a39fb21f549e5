import { useTranslations } from 'use-intl';
import type { CodeLabel, StudyState } from '@/api/generated';
import { Chip, ChipList, type ChipTone } from '@/components/ui';

const tones: Record<StudyState, ChipTone> = {
  draft: 'neutral',
  in_review: 'yellow',
  published: 'green',
  withdrawn: 'neutral',
};

export function StudyStateBadge({ state }: { state: StudyState }) {
  const t = useTranslations('studies.state');
  return <Chip tone={tones[state]}>{t(state)}</Chip>;
}

/** What the study is about: its issues and the features of its household. */
export function StudyCodes({ issues, features }: { issues: readonly CodeLabel[]; features: readonly CodeLabel[] }) {
  const t = useTranslations('studies');
  return (
    <>
      {issues.length > 0 && <Codes label={t('issues')} codes={issues} tone="blue" />}
      {features.length > 0 && <Codes label={t('features')} codes={features} tone="neutral" />}
    </>
  );
}

function Codes({ label, codes, tone }: { label: string; codes: readonly CodeLabel[]; tone: ChipTone }) {
  const chips = codes.map((c) => (
    <Chip key={c.code} tone={tone}>
      {c.label}
    </Chip>
  ));
  return <ChipList label={label} items={chips} />;
}
