import { CalendarCheck, CalendarClock, CalendarX, CircleCheck, type LucideIcon, NotebookPen } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ConferenceState, Invitee, Mark } from '@/api/generated';
import { Chip, type ChipTone } from '@/components/ui';
import { cx } from '@/lib/cx';

const faces: Record<ConferenceState, { tone: ChipTone; icon: LucideIcon }> = {
  polling: { tone: 'yellow', icon: CalendarClock },
  scheduled: { tone: 'blue', icon: CalendarCheck },
  held: { tone: 'green', icon: CircleCheck },
  recorded: { tone: 'neutral', icon: NotebookPen },
  cancelled: { tone: 'neutral', icon: CalendarX },
};

export function ConferenceStateChip({ state }: { state: ConferenceState }) {
  const t = useTranslations('conferences.states');
  const { tone, icon } = faces[state];
  return (
    <Chip tone={tone} icon={icon}>
      {t(state)}
    </Chip>
  );
}

const colours: Record<Mark, string> = {
  yes: 'text-green-900',
  maybe: 'text-yellow-1000',
  no: 'text-red-900',
};

/** ○△×: the shape says it, the colour only helps, and a screen reader hears words. */
export function MarkSign({ mark, who }: { mark: Mark | undefined; who?: string }) {
  const t = useTranslations('conferences');
  const word = t(`markWords.${mark ?? 'none'}`);
  return (
    <>
      <span
        aria-hidden
        className={cx('text-[1.25rem] leading-none font-bold', mark ? colours[mark] : 'text-solid-gray-536')}
      >
        {t(`marks.${mark ?? 'none'}`)}
      </span>
      <span className="visually-hidden">{who ? t('matrix.cell', { who, mark: word }) : word}</span>
    </>
  );
}

/** How an invitee is called on the screen. */
export function inviteeName(i: Pick<Invitee, 'agency' | 'account' | 'name' | 'organization'>): string {
  if (i.agency) return i.agency.name;
  if (i.account) return i.account.name;
  return [i.organization, i.name].filter(Boolean).join('　');
}
