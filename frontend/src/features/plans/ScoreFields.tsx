import { useTranslations } from 'use-intl';
import type { GoalScore } from '@/api/generated';
import { RadioGroup, TextField } from '@/components/ui';
import { textOf } from '../handoffs/useVerb';

const SCORES = ['1', '0.5', '0'] as const;

export interface ScoredGoal {
  id?: string;
  text?: string;
  criteria?: string;
}

/** A score of 1, 0.5 or 0 and a remark for each goal. */
export function ScoreFields({
  goals,
  faults,
}: {
  goals: readonly ScoredGoal[];
  faults: Readonly<Record<string, string>>;
}) {
  const t = useTranslations('plans');
  return (
    <>
      {goals.map((g, i) => (
        <fieldset key={g.id} className="flex flex-col gap-3 rounded-12 bg-solid-gray-50 p-4">
          <legend className="float-left w-full font-bold">{t('goalIs', { number: i + 1, text: g.text ?? '' })}</legend>
          {g.criteria && <p className="text-[0.9375rem] text-solid-gray-800">{t('criteria', { text: g.criteria })}</p>}
          <RadioGroup
            name={`score-${g.id}`}
            label={t('scoreLabel')}
            required
            columns={3}
            error={faults[`score-${g.id}`]}
            options={SCORES.map((value) => ({ value, label: t(`score.s${value === '0.5' ? 'half' : value}`) }))}
          />
          <TextField name={`note-${g.id}`} label={t('scoreNote')} optional />
        </fieldset>
      ))}
    </>
  );
}

/** What was chosen so far. */
export function scoresOf(form: FormData, goals: readonly ScoredGoal[]): GoalScore[] {
  return goals.flatMap((g) => {
    const score = SCORES.find((s) => s === form.get(`score-${g.id}`));
    return score && g.id ? [{ goalId: g.id, score, note: textOf(form, `note-${g.id}`) || undefined }] : [];
  });
}
