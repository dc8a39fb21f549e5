import { useTranslations } from 'use-intl';
import type { Ground } from '@/api/generated';
import { RadioGroup, Textarea } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { useReference } from '../cases/reference';

/** その他 says nothing by itself. */
export function needsNote(ground: string): boolean {
  return ground === 'other';
}

/** The grounds of a day (YYYY-MM-DD): use within the house only where it stays there. */
export function groundsFor(grounds: readonly Ground[], day: string, internal: boolean): Ground[] {
  return grounds
    .filter((g) => g.validFrom <= day && (!g.validUntil || day <= g.validUntil) && (internal || !g.internal))
    .sort((a, b) => Number(b.internal ?? false) - Number(a.internal ?? false));
}

export interface GroundFieldsProps {
  /** It stays in the house: then 内部利用 is a ground too, and the first to think of. */
  internal: boolean;
  ground: string;
  onGround: (ground: string) => void;
  faults: Readonly<Record<string, string>>;
}

/** 提供の根拠: no ground, no disclosure. */
export function GroundFields({ internal, ground, onGround, faults }: GroundFieldsProps) {
  const t = useTranslations('disclosures.ground');
  const reference = useReference();
  const grounds = groundsFor(reference?.grounds ?? [], todayInJapan(new Date()), internal);
  return (
    <>
      <RadioGroup
        key={String(internal)}
        name="ground"
        label={t('label')}
        required
        error={faults.ground}
        defaultValue={grounds.some((g) => g.code === ground) ? ground : undefined}
        onChange={(e) => onGround(e.currentTarget.value)}
        options={grounds.map((g) => ({ value: g.code, label: g.label, hint: g.article }))}
      />
      <Textarea
        name="groundNote"
        id="groundNote"
        label={t('note')}
        hint={t('noteHint')}
        optional={!needsNote(ground)}
        required={needsNote(ground)}
        limit={2000}
        rows={2}
        error={faults.groundNote}
      />
    </>
  );
}
