import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { InformationContent } from '@/api/generated';
import { Button, Dialog } from '@/components/ui';
import { cx } from '@/lib/cx';
import { type Conflict, type Json, withValueAt } from '@/lib/merge';

const LABELS = {
  safety: 'safety',
  members: 'members',
  supports: 'supports',
  known: 'known',
  unknown: 'unknown',
  risks: 'risks',
  strengths: 'strengths',
  policy: 'policy',
  level: 'level',
  note: 'safetyNote',
  name: 'name',
  relation: 'relation',
  situation: 'situation',
  wish: 'wish',
  strength: 'strength',
  what: 'what',
  text: 'text',
  how: 'how',
  memberId: 'of',
} as const;

interface Props {
  conflicts: readonly Conflict[];
  /** The form's document, which holds mine at each conflict. */
  mine: InformationContent;
  onDecide: (decided: InformationContent) => void;
  onLater: () => void;
}

/** What two coordinators changed differently, side by side; mine stays until somebody chooses. */
export function ConflictDialog({ conflicts, mine, onDecide, onLater }: Props) {
  const t = useTranslations('information');
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  const label = (path: readonly string[]) =>
    path
      .map((p) => LABELS[p as keyof typeof LABELS])
      .filter((l) => l !== undefined)
      .map((l) => t(l))
      .join('：');
  const shown = (value: Json) =>
    (typeof value === 'object' && value !== null ? Object.values(value).join(' ') : String(value ?? '')) || t('empty');
  const choose = (key: string, side: 'mine' | 'theirs') => {
    const next = new Set(theirs);
    if (side === 'theirs') next.add(key);
    else next.delete(key);
    setTheirs(next);
  };
  const decide = () =>
    onDecide(
      conflicts
        .filter((c) => theirs.has(c.path.join('/')))
        .reduce((doc, c) => withValueAt(doc, c.path, c.theirs), mine),
    );
  return (
    <Dialog
      open
      size="lg"
      onClose={onLater}
      title={t('conflictTitle')}
      footer={
        <>
          <Button onClick={decide}>{t('decide')}</Button>
          <Button variant="outline" onClick={onLater}>
            {t('later')}
          </Button>
        </>
      }
    >
      <p className="mb-4">{t('conflictLead')}</p>
      <div className="flex flex-col gap-5">
        {conflicts.map((c) => {
          const key = c.path.join('/');
          return (
            <fieldset key={key} className="min-w-0">
              <legend className="mb-2 font-bold">{label(c.path)}</legend>
              <div className="grid gap-3 sm:grid-cols-2">
                {(['mine', 'theirs'] as const).map((side) => {
                  const checked = theirs.has(key) === (side === 'theirs');
                  return (
                    <label
                      key={side}
                      className={cx(
                        'flex gap-3 rounded-12 border-2 p-4',
                        checked ? 'border-key-900 bg-key-50' : 'border-solid-gray-300',
                      )}
                    >
                      <input
                        type="radio"
                        name={`conflict ${key}`}
                        checked={checked}
                        onChange={() => choose(key, side)}
                        className="mt-1 size-6 shrink-0 accent-key-900"
                      />
                      <span className="min-w-0">
                        <span className="block font-bold">{t(side)}</span>
                        <span className="block whitespace-pre-wrap">{shown(side === 'mine' ? c.mine : c.theirs)}</span>
                      </span>
                    </label>
                  );
                })}
              </div>
            </fieldset>
          );
        })}
      </div>
    </Dialog>
  );
}
