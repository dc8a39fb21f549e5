import { useTranslations } from 'use-intl';
import type { Ground } from '@/api/generated';
import { RadioGroup, Textarea } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { useReference } from '../cases/reference';

/** その他 says nothing by itself. */
export function needsNote(ground: string): boolean {
  return ground === 'other';
}

/** Where it goes: nowhere, to an agency of the directory, or to somebody else. */
export type Whom = 'house' | 'agency' | 'outside';

/** The grounds of a day (YYYY-MM-DD) for this receiver; those made for it come first. */
export function groundsFor(grounds: readonly Ground[], day: string, whom: Whom): Ground[] {
  const special = (g: Ground) => Boolean(g.internal || g.toPerson);
  return grounds
    .filter((g) => g.validFrom <= day && (!g.validUntil || day <= g.validUntil))
    .filter((g) => (whom === 'house' || !g.internal) && (whom === 'outside' || !g.toPerson))
    .sort((a, b) => Number(special(b)) - Number(special(a)));
}

export interface GroundFieldsProps {
  whom: Whom;
  ground: string;
  onGround: (ground: string) => void;
  faults: Readonly<Record<string, string>>;
}

/** 提供の根拠: no ground, no disclosure. */
export function GroundFields({ whom, ground, onGround, faults }: GroundFieldsProps) {
  const t = useTranslations('disclosures.ground');
  const reference = useReference();
  const grounds = groundsFor(reference?.grounds ?? [], todayInJapan(new Date()), whom);
  return (
    <>
      <RadioGroup
        key={whom}
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
