import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Case } from '@/api/generated';
import { longDay, longMoment } from './dates';
import { DueMark } from './marks';

/** What must be known at a glance: who answers for the household now, who helps, and whether it was met. */
export function CaseFacts({ case: c }: { case: Case }) {
  const t = useTranslations('cases.facts');
  const helping = c.supporting.filter((s) => !s.until);
  return (
    <dl className="mb-5 grid gap-x-8 gap-y-3 rounded-12 bg-solid-gray-50 px-5 py-4 sm:grid-cols-2 desk:grid-cols-4">
      <Fact term={t('lead')}>
        <strong>{c.lead.name}</strong>
      </Fact>
      {c.access !== 'outcome' && (
        <>
          <Fact term={t('supporting')}>
            {helping.length > 0 ? helping.map((s) => s.agency.name).join('、') : t('nobody')}
          </Fact>
          <Fact term={t('contact')}>
            <Contact case={c} />
          </Fact>
        </>
      )}
      <Fact term={t('opened')}>
        {longDay(c.openedAt)}
        {c.closedAt && <span className="block">{t('closed', { on: longDay(c.closedAt) })}</span>}
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-[0.875rem] text-solid-gray-700">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Contact({ case: c }: { case: Case }) {
  const t = useTranslations('cases.facts');
  return (
    <>
      {c.contactDueAt && (
        <span className="block">
          <DueMark due={c.contactDueAt} />
          <span className="block text-[0.875rem] text-solid-gray-700">
            {t('until', { at: longMoment(c.contactDueAt) })}
          </span>
        </span>
      )}
      {c.contactedAt ? (
        <span className="flex items-start gap-1">
          <CircleCheck aria-hidden size="1.1em" className="mt-1 shrink-0 text-success-2" />
          <span>
            {t('contacted')}
            <span className="block text-[0.875rem] text-solid-gray-700">{longMoment(c.contactedAt)}</span>
          </span>
        </span>
      ) : (
        !c.contactDueAt && t('notContacted')
      )}
    </>
  );
}
