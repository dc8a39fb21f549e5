import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ConferenceLive, LiveItem } from '@/api/generated';
import { getConferenceLiveOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useLiveUpdates } from '@/app/live';
import { LinkButton, ProblemPanel, Skeleton } from '@/components/ui';
import { cx } from '@/lib/cx';
import { formatWareki } from '@/lib/wareki';

/**
 * What is projected: one item of the agenda at a time in big letters, with the decisions and roles as they are written.
 * Arrow keys, space and page keys step through; no name of the household stands here.
 */
export function LivePage({ conferenceId }: { conferenceId: string }) {
  const t = useTranslations('meetings.live');
  useLiveUpdates();
  const found = useQuery({ ...getConferenceLiveOptions({ path: { conferenceId } }), refetchInterval: 15_000 });
  useEffect(() => {
    document.title = t('title');
  }, [t]);
  return (
    <main id="main" className="flex min-h-dvh flex-col bg-white p-6 desk:p-10">
      {found.data ? (
        <Stage live={found.data} conferenceId={conferenceId} />
      ) : found.error ? (
        <ProblemPanel
          error={found.error}
          onRetry={() => void found.refetch()}
          actions={<LinkButton to="/">{t('home')}</LinkButton>}
        />
      ) : (
        <Skeleton lines={6} />
      )}
    </main>
  );
}

/** Where a key leads; undefined when it is not one of ours. */
function target(key: string, at: number, last: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowDown' || key === 'PageDown' || key === ' ') return Math.min(at + 1, last);
  if (key === 'ArrowLeft' || key === 'ArrowUp' || key === 'PageUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return undefined;
}

function Stage({ live, conferenceId }: { live: ConferenceLive; conferenceId: string }) {
  const t = useTranslations('meetings.live');
  const [at, setAt] = useState(0);
  const last = Math.max(live.items.length - 1, 0);
  const now = Math.min(at, last);
  const item = live.items[now];
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        (event.target instanceof HTMLElement && event.target.closest('a,button') && event.key === ' ')
      )
        return;
      const to = target(event.key, now, last);
      if (to === undefined) return;
      event.preventDefault();
      setAt(to);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [now, last]);
  return (
    <>
      <header className="flex items-center justify-between gap-4 border-b border-solid-gray-420 pb-4 text-[1.25rem]">
        <p className="font-bold">
          {t('heading', { number: live.number })}
          <span className="ml-4 rounded-6 bg-error-1 px-3 py-1 text-white">{t('confidential')}</span>
        </p>
        <nav aria-label={t('steps')} className="flex items-center gap-2">
          <Step icon={ChevronLeft} label={t('previous')} off={now === 0} onClick={() => setAt(now - 1)} />
          <span className="tabular-nums">
            {t('position', { at: live.items.length === 0 ? 0 : now + 1, of: live.items.length })}
          </span>
          <Step icon={ChevronRight} label={t('next')} off={now === last} onClick={() => setAt(now + 1)} />
          <LinkButton to="/conferences/$conferenceId/meeting" params={{ conferenceId }} variant="text" icon={X}>
            {t('close')}
          </LinkButton>
        </nav>
      </header>
      <div className="grid grow gap-8 pt-6 desk:grid-cols-[16rem_1fr]">
        <ol className="hidden flex-col gap-1 text-[1.125rem] desk:flex">
          {live.items.map((i, n) => (
            <li key={i.id}>
              <button
                type="button"
                aria-current={n === now ? 'step' : undefined}
                onClick={() => setAt(n)}
                className={cx(
                  'w-full rounded-8 px-3 py-2 text-left',
                  n === now ? 'bg-key-900 font-bold text-white' : 'hover:bg-solid-gray-50',
                )}
              >
                {n + 1}. {i.title}
              </button>
            </li>
          ))}
        </ol>
        {item ? <Item item={item} number={now + 1} /> : <h1 className="text-[2rem]">{t('empty')}</h1>}
      </div>
      <footer className="mt-6 border-t border-solid-gray-300 pt-3 text-[1.125rem] whitespace-pre-wrap text-solid-gray-700">
        {live.nextOn && (
          <p className="mb-1 font-bold text-solid-gray-900">{t('nextOn', { on: formatWareki(live.nextOn) })}</p>
        )}
        {live.conditions}
      </footer>
    </>
  );
}

interface StepProps {
  icon: typeof ChevronLeft;
  label: string;
  off: boolean;
  onClick: () => void;
}

function Step({ icon: Icon, label, off, onClick }: StepProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={off}
      onClick={() => !off && onClick()}
      className="grid size-12 place-items-center rounded-8 border border-solid-gray-420 aria-disabled:text-solid-gray-420"
    >
      <Icon aria-hidden size="1.75rem" />
    </button>
  );
}

function Item({ item, number }: { item: LiveItem; number: number }) {
  const t = useTranslations('meetings.live');
  return (
    <article aria-live="polite" className="min-w-0">
      <h1 className="text-[2.5rem] leading-snug font-bold desk:text-[3rem]">
        {number}. {item.title}
        {item.minutes ? (
          <span className="ml-4 text-[1.5rem] font-normal text-solid-gray-700">
            {t('minutes', { minutes: item.minutes })}
          </span>
        ) : null}
      </h1>
      <h2 className="mt-8 mb-3 text-[1.5rem] font-bold text-key-900">{t('decisions')}</h2>
      {item.decisions.length === 0 ? (
        <p className="text-[1.5rem] text-solid-gray-700">{t('noDecisions')}</p>
      ) : (
        <ul className="flex list-disc flex-col gap-3 pl-8 text-[1.75rem] leading-normal">
          {item.decisions.map((d) => (
            <li key={d.id}>{d.text}</li>
          ))}
        </ul>
      )}
      {item.tasks.length > 0 && (
        <>
          <h2 className="mt-8 mb-3 text-[1.5rem] font-bold text-key-900">{t('tasks')}</h2>
          <ul className="flex flex-col gap-3 text-[1.5rem] leading-normal">
            {item.tasks.map((x) => (
              <li key={x.id} className="border-l-[6px] border-key-900 pl-4">
                <strong>{x.agency ?? t('agencyOpen')}</strong>　{x.task}
                <span className="text-solid-gray-700">
                  {x.for && `　${x.for}`}
                  {x.dueOn && `　${t('until', { on: formatWareki(x.dueOn) })}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}
