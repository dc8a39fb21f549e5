import { ArrowDown, UserRoundCheck, Users } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Case, Custody, Support } from '@/api/generated';
import { Card, Chip } from '@/components/ui';
import { cx } from '@/lib/cx';
import { longMoment } from './dates';

/** 担当の履歴: an unbroken line of who answered for the household, and who worked beside. */
export function CustodyPanel({ case: c }: { case: Case }) {
  const t = useTranslations('cases.custody');
  const newest = c.custody.toReversed();
  return (
    <div className="grid gap-5 desk:grid-cols-2">
      <Card title={t('lead')}>
        <p className="mb-4 text-solid-gray-700">{t('unbroken')}</p>
        <ol className="flex flex-col">
          {newest.map((k, i) => (
            <CustodyItem key={`${k.agency.id} ${k.since}`} custody={k} last={i === newest.length - 1} />
          ))}
        </ol>
      </Card>
      <Card title={t('supporting')}>
        {c.supporting.length === 0 ? (
          <p className="text-solid-gray-700">{t('nobody')}</p>
        ) : (
          <ul className="flex flex-col gap-4">
            {c.supporting.map((s) => (
              <SupportItem key={`${s.agency.id} ${s.since}`} support={s} />
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

function CustodyItem({ custody: k, last }: { custody: Custody; last: boolean }) {
  const t = useTranslations('cases.custody');
  const now = !k.until;
  return (
    <li className="relative flex gap-4 pb-6">
      {!last && <span aria-hidden className="absolute top-9 bottom-0 left-4 w-1 bg-key-900" />}
      <span
        aria-hidden
        className={cx(
          'flex size-9 shrink-0 items-center justify-center rounded-full border-2 border-key-900',
          now ? 'bg-key-900 text-white' : 'bg-white text-key-900',
        )}
      >
        {now ? <UserRoundCheck size="1.125rem" /> : <ArrowDown size="1.125rem" className="rotate-180" />}
      </span>
      <div className="pt-1">
        <p className="flex flex-wrap items-center gap-2">
          <strong>{k.agency.name}</strong>
          {now && (
            <Chip tone="blue" strong>
              {t('now')}
            </Chip>
          )}
        </p>
        <Period since={k.since} until={k.until} />
        <p className="text-[0.875rem] text-solid-gray-700">{k.handoffId ? t('byHandoff') : t('byFiling')}</p>
      </div>
    </li>
  );
}

function SupportItem({ support: s }: { support: Support }) {
  const t = useTranslations('cases.custody');
  return (
    <li className="flex gap-3">
      <Users aria-hidden size="1.25em" className="mt-1 shrink-0 text-solid-gray-700" />
      <div>
        <p className="flex flex-wrap items-center gap-2">
          <strong>{s.agency.name}</strong>
          {!s.until && <Chip tone="green">{t('supportingNow')}</Chip>}
        </p>
        <Period since={s.since} until={s.until} />
      </div>
    </li>
  );
}

function Period({ since, until }: { since: string; until: string | undefined }) {
  const t = useTranslations('cases.custody');
  return (
    <p className="text-[0.9375rem]">
      {t('since', { at: longMoment(since) })}
      <span className="block">{until ? t('until', { at: longMoment(until) }) : t('stillNow')}</span>
    </p>
  );
}
