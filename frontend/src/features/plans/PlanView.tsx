import { useTranslations } from 'use-intl';
import type { GoalScore, Plan, PlanContent } from '@/api/generated';
import { Chip } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { memberOf, WHEELS, whoOf } from './usePlan';

/** What a plan says, the person's own words first. */
export function PlanView({
  plan: p,
  content: k,
  scores,
}: {
  plan: Plan;
  content: PlanContent;
  scores: readonly GoalScore[];
}) {
  const t = useTranslations('plans');
  const f = useTranslations('plans.field');
  const supports = k.supports ?? [];
  const roles = k.roles ?? [];
  return (
    <div className="flex flex-col gap-5">
      <blockquote className="rounded-12 border-l-8 border-key-900 bg-key-50 px-5 py-4">
        <p className="mb-1 text-[0.9375rem] font-bold text-solid-gray-800">{f('wish')}</p>
        <p className="text-std-20N-150 whitespace-pre-wrap">{k.wish}</p>
      </blockquote>
      <Words term={f('issues')} text={k.issues} />
      <div className="grid gap-4 xl:grid-cols-2">
        {WHEELS.map((wheel) => (
          <section key={wheel} className="rounded-12 border border-solid-gray-300 p-4" aria-label={t(`wheel.${wheel}`)}>
            <h3 className="mb-3 text-std-17B-170">{t(`wheel.${wheel}`)}</h3>
            <ul className="flex flex-col gap-4">
              {(k.goals ?? [])
                .filter((g) => g.wheel === wheel)
                .map((g) => {
                  const score = scores.find((s) => s.goalId === g.id);
                  return (
                    <li key={g.id}>
                      <p className="font-bold whitespace-pre-wrap">{g.text}</p>
                      <p className="flex flex-wrap gap-x-4 text-[0.9375rem] text-solid-gray-800">
                        {g.by && <span>{t('by', { on: formatWareki(g.by) })}</span>}
                        {g.criteria && <span>{t('criteria', { text: g.criteria })}</span>}
                        {g.memberId && <span>{t('forMember', { name: memberOf(p, g.memberId) ?? '' })}</span>}
                      </p>
                      {score && (
                        <Chip tone={score.score === '0' ? 'orange' : 'green'}>
                          {t(`score.s${score.score === '0.5' ? 'half' : score.score}`)}
                        </Chip>
                      )}
                    </li>
                  );
                })}
            </ul>
            {!(k.goals ?? []).some((g) => g.wheel === wheel) && (
              <p className="text-solid-gray-700">{k.wheelNote || t('noGoal')}</p>
            )}
          </section>
        ))}
      </div>
      <section aria-label={f('supports')}>
        <h3 className="mb-2 font-bold text-solid-gray-700">{f('supports')}</h3>
        <ul className="flex flex-col gap-2">
          {supports.map((s) => (
            <li key={s.id} className="flex flex-wrap gap-x-3">
              {s.kind && <Chip>{s.kind}</Chip>}
              <span className="whitespace-pre-wrap">{s.text}</span>
              <span className="text-solid-gray-700">{[whoOf(p, s), s.howOften].filter(Boolean).join('・')}</span>
            </li>
          ))}
        </ul>
      </section>
      <Words term={f('cautions')} text={k.cautions} />
      <section aria-label={f('roles')}>
        <h3 className="mb-2 font-bold text-solid-gray-700">{f('roles')}</h3>
        <ul className="flex flex-col gap-2">
          {roles.map((r) => (
            <li key={r.id}>
              <strong>{whoOf(p, r)}</strong>　<span className="whitespace-pre-wrap">{r.text}</span>
            </li>
          ))}
        </ul>
      </section>
      <Words term={f('coordination')} text={k.coordination} />
    </div>
  );
}

function Words({ term, text }: { term: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <div>
      <h3 className="mb-1 font-bold text-solid-gray-700">{term}</h3>
      <p className="whitespace-pre-wrap">{text}</p>
    </div>
  );
}
