import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SheetContent } from '@/api/generated';
import { Button, Dialog } from '@/components/ui';
import { type Conflict, type Json, withValueAt } from '@/lib/merge';
import { useConflictWords } from './conflictWords';

interface Props {
  conflicts: readonly Conflict[];
  /** The form's document, which holds mine at each conflict. */
  mine: SheetContent;
  onDecide: (decided: SheetContent) => void;
  onLater: () => void;
}

/** What two people changed differently, side by side; one choice for each place, and mine stays until it is made. */
export function ConflictDialog({ conflicts, mine, onDecide, onLater }: Props) {
  const t = useTranslations('sheets.conflict');
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  const words = useConflictWords();
  const choose = (key: string, side: 'mine' | 'theirs') => {
    const next = new Set(theirs);
    if (side === 'theirs') next.add(key);
    else next.delete(key);
    setTheirs(next);
  };
  const decide = () => {
    const taken = conflicts.filter((c) => theirs.has(c.path.join('/')));
    onDecide(taken.reduce((doc, c) => withValueAt(doc, c.path, c.theirs), mine));
  };
  return (
    <Dialog
      open
      size="lg"
      onClose={onLater}
      title={t('title')}
      footer={
        <>
          <Button onClick={decide}>{t('decide')}</Button>
          <Button variant="outline" onClick={onLater}>
            {t('later')}
          </Button>
        </>
      }
    >
      <p className="mb-4">{t('lead')}</p>
      <div className="flex flex-col gap-5">
        {conflicts.map((c) => {
          const key = c.path.join('/');
          return (
            <fieldset key={key} className="min-w-0">
              <legend className="mb-2 font-bold">{words.label(c.path, mine)}</legend>
              <div className="grid gap-3 sm:grid-cols-2">
                <Side name={key} label={t('mine')} checked={!theirs.has(key)} onChoose={() => choose(key, 'mine')}>
                  {words.value(c.path, c.mine) || t('empty')}
                </Side>
                <Side name={key} label={t('theirs')} checked={theirs.has(key)} onChoose={() => choose(key, 'theirs')}>
                  {words.value(c.path, c.theirs) || t('empty')}
                </Side>
              </div>
            </fieldset>
          );
        })}
      </div>
    </Dialog>
  );
}

interface SideProps {
  name: string;
  label: string;
  checked: boolean;
  onChoose: () => void;
  children: Json;
}

function Side({ name, label, checked, onChoose, children }: SideProps) {
  return (
    <label
      className={`flex gap-3 rounded-12 border-2 p-4 ${checked ? 'border-key-900 bg-key-50' : 'border-solid-gray-300'}`}
    >
      <input
        type="radio"
        name={`conflict ${name}`}
        checked={checked}
        onChange={onChoose}
        className="mt-1 size-6 shrink-0 accent-key-900"
      />
      <span className="min-w-0">
        <span className="block font-bold">{label}</span>
        <span className="block whitespace-pre-wrap">{String(children)}</span>
      </span>
    </label>
  );
}
