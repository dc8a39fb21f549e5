import { Scale } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type GoalScore, type Plan, type ReviewDecision, reviewPlan } from '@/api/generated';
import { DateField, type DateValue, RadioGroup, Textarea, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { ScoreFields, scoresOf } from './ScoreFields';
import { inForce } from './usePlan';

const DECISIONS: readonly ReviewDecision[] = ['continue', 'change', 'end'];

/** 評価する: each goal, then whether it goes on. */
export function ReviewDialog({ plan: p, onClose }: { plan: Plan; onClose: () => void }) {
  const t = useTranslations('plans.reviewing');
  const words = useTranslations('plans.decision');
  const toast = useToast();
  const goals = inForce(p)?.content.goals ?? [];
  const [decision, setDecision] = useState<ReviewDecision>();
  const [on, setOn] = useState<DateValue>({ text: '', date: undefined, valid: true });
  const verb = useVerb({
    read: (form) => {
      const scores: GoalScore[] = scoresOf(form, goals);
      const faults: Record<string, string> = {};
      for (const g of goals) if (!scores.some((s) => s.goalId === g.id)) faults[`score-${g.id}`] = t('scoreMissing');
      if (!decision) faults.decision = t('decisionMissing');
      else if (decision !== 'end' && !on.date) faults.nextOn = t('dateMissing');
      if (!decision || Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        scores,
        decision,
        summary: textOf(form, 'summary') || undefined,
        nextOn: decision === 'end' ? undefined : on.date,
      });
    },
    send: async (body, headers) =>
      (
        await reviewPlan({
          path: { planId: p.id },
          body,
          headers: { ...headers, 'If-Match': p.etag ?? '' },
          throwOnError: true,
        })
      ).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      size="lg"
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Scale}
      verb={verb}
      onClose={onClose}
    >
      <ScoreFields goals={goals} faults={verb.faults} />
      <RadioGroup
        name="decision"
        label={t('decision')}
        required
        columns={3}
        error={verb.faults.decision}
        onChange={(e) => setDecision(DECISIONS.find((d) => d === e.currentTarget.value))}
        options={DECISIONS.map((value) => ({ value, label: words(value) }))}
      />
      {decision !== 'end' && (
        <DateField
          name="nextOn"
          id="nextOn"
          label={t('nextOn')}
          required
          onDateChange={setOn}
          error={verb.faults.nextOn}
        />
      )}
      <Textarea
        name="summary"
        id="summary"
        label={t('summary')}
        optional
        limit={2000}
        rows={3}
        error={verb.faults.summary}
      />
    </VerbDialog>
  );
}
