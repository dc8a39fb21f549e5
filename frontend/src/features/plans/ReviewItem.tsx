import { useTranslations } from 'use-intl';
import type { Plan, PlanReview } from '@/api/generated';
import { Chip } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { longMoment } from '../cases/dates';

/** One evaluation: score per goal, and how it went on. */
export function ReviewItem({ plan: p, review: r }: { plan: Plan; review: PlanReview }) {
  const t = useTranslations('plans');
  const goals = p.versions.find((v) => v.number === r.number)?.content.goals ?? [];
  return (
    <li className="border-l-4 border-solid-gray-200 pl-4">
      <p className="flex flex-wrap items-center gap-2">
        <Chip tone="blue">{t(`decision.${r.decision}`)}</Chip>
        <span className="text-[0.9375rem]">
          {longMoment(r.at)}　{r.agency.name}　{r.by.name}
        </span>
        {r.nextOn && <span className="text-[0.9375rem]">{t('reviewOn', { on: formatWareki(r.nextOn) })}</span>}
      </p>
      <ul className="mt-1 flex flex-col gap-1">
        {r.scores.map((s) => (
          <li key={s.goalId}>
            <strong className="tabular-nums">{t(`score.s${s.score === '0.5' ? 'half' : s.score}`)}</strong>　
            {goals.find((g) => g.id === s.goalId)?.text}
            {s.note && <span className="block text-solid-gray-700 whitespace-pre-wrap">{s.note}</span>}
          </li>
        ))}
      </ul>
      {r.summary && <p className="mt-1 whitespace-pre-wrap">{r.summary}</p>}
    </li>
  );
}
