import { Star, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Conference, ConferenceSlot, Invitee } from '@/api/generated';
import { Card, Chip } from '@/components/ui';
import { cx } from '@/lib/cx';
import { inviteeName, MarkSign } from './marks';
import { columnText, spanText } from './times';

/**
 * Who said what to which candidate. The names stay in sight while the columns scroll; with many candidates the table
 * scrolls in itself, never the page.
 */
export function PollMatrix({ conference: k }: { conference: Conference }) {
  const t = useTranslations('conferences.matrix');
  const answered = k.invitees.filter((i) => i.answeredAt).length;
  const taken = k.slots.filter((s) => s.clashes?.length);
  return (
    <Card title={t('title', { answered, count: k.invitees.length })}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
        tabIndex={0}
        aria-label={t('caption')}
        className="max-h-[75dvh] overflow-auto rounded-8 border border-solid-gray-300"
      >
        <table className="w-full border-separate border-spacing-0 text-left">
          <caption className="visually-hidden">{t('caption')}</caption>
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky top-0 left-0 z-20 min-w-52 border-b border-solid-gray-420 bg-solid-gray-50 px-3 py-2"
              >
                {t('who')}
              </th>
              {k.slots.map((s) => (
                <SlotHead key={s.id} slot={s} best={s.id === k.best?.slotId} />
              ))}
            </tr>
          </thead>
          <tbody>
            {k.invitees.map((i) => (
              <Row key={i.id} invitee={i} conference={k} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th
                scope="row"
                className="sticky bottom-0 left-0 z-20 border-t border-solid-gray-420 bg-solid-gray-50 px-3 py-2"
              >
                {t('sum')}
              </th>
              {k.slots.map((s) => (
                <td
                  key={s.id}
                  className="sticky bottom-0 z-10 border-t border-solid-gray-420 bg-solid-gray-50 px-2 py-2 text-center font-bold tabular-nums"
                >
                  {t('sumValue', { yes: s.tally?.yes ?? 0 })}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </section>
      {taken.length > 0 && (
        <section className="mt-4">
          <h3 className="mb-1 flex items-center gap-1.5 font-bold">
            <TriangleAlert aria-hidden size="1.25em" className="text-warning-yellow-2" />
            {t('clashes')}
          </h3>
          <ul className="list-disc pl-6">
            {taken.map((s) => (
              <li key={s.id}>
                {spanText(s.startsAt, s.endsAt)}
                <ul className="list-none text-[0.9375rem] text-solid-gray-700">
                  {s.clashes?.map((c) => (
                    <li key={c}>{c}</li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Card>
  );
}

function SlotHead({ slot: s, best }: { slot: ConferenceSlot; best: boolean }) {
  const t = useTranslations('conferences.matrix');
  const { day, time } = columnText(s.startsAt, s.endsAt);
  return (
    <th
      scope="col"
      className={cx(
        'sticky top-0 z-10 min-w-26 border-b border-solid-gray-420 px-2 py-2 text-center align-top',
        best ? 'bg-green-50' : 'bg-solid-gray-50',
      )}
    >
      <span className="block whitespace-nowrap">{day}</span>
      <span className="block text-[0.875rem] font-normal whitespace-nowrap tabular-nums">{time}</span>
      <span className="mt-1 flex flex-col items-center gap-1">
        {best && (
          <Chip tone="green" icon={Star}>
            {t('best')}
          </Chip>
        )}
        {s.clashes?.length ? <Chip tone="orange">{t('clash')}</Chip> : null}
        {s.unusual && <Chip tone="yellow">{t('unusual')}</Chip>}
      </span>
    </th>
  );
}

function Row({ invitee: i, conference: k }: { invitee: Invitee; conference: Conference }) {
  const t = useTranslations('conferences');
  const name = inviteeName(i);
  const mine = i.id === k.myInviteeId;
  const remarks = i.answers.filter((a) => a.comment);
  return (
    <tr>
      <th
        scope="row"
        className={cx(
          'sticky left-0 z-10 border-b border-solid-gray-200 px-3 py-2 align-top font-normal',
          mine ? 'bg-blue-50' : 'bg-white',
        )}
      >
        <span className="block font-bold">{name}</span>
        <span className="flex flex-wrap items-center gap-x-2 text-[0.875rem] text-solid-gray-700">
          {i.required && <Chip tone="blue">{t('page.required')}</Chip>}
          {i.function && <span>{i.function}</span>}
          {i.memberName && <span>（{i.memberName}）</span>}
        </span>
        {remarks.map((a) => (
          <span key={a.slotId} className="block text-[0.875rem] text-solid-gray-700">
            {t('matrix.comment', { comment: a.comment ?? '' })}
          </span>
        ))}
      </th>
      {k.slots.map((s) => (
        <td
          key={s.id}
          className={cx(
            'border-b border-solid-gray-200 px-2 py-2 text-center align-middle',
            s.id === k.best?.slotId && 'bg-green-50',
          )}
        >
          <MarkSign mark={i.answers.find((a) => a.slotId === s.id)?.mark} />
        </td>
      ))}
    </tr>
  );
}
