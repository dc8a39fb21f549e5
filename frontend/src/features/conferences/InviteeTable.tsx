import { useTranslations } from 'use-intl';
import type { Invitee } from '@/api/generated';
import { Chip, type ChipTone, type Column, Table } from '@/components/ui';
import { inviteeName } from './marks';

const tones: Record<'attend' | 'absent' | 'proxy' | 'none', ChipTone> = {
  attend: 'green',
  proxy: 'green',
  absent: 'orange',
  none: 'neutral',
};

/** Who is invited and what they replied. */
export function InviteeTable({ invitees }: { invitees: readonly Invitee[] }) {
  const t = useTranslations('conferences');
  const columns: Column<Invitee>[] = [
    {
      id: 'who',
      header: t('page.inviteeColumns.who'),
      main: true,
      cell: (i) => (
        <span className="flex flex-wrap items-center gap-2">
          {inviteeName(i)}
          {i.required && <Chip tone="blue">{t('page.required')}</Chip>}
        </span>
      ),
    },
    { id: 'function', header: t('page.inviteeColumns.function'), cell: (i) => i.function },
    {
      id: 'member',
      header: t('page.inviteeColumns.member'),
      wideOnly: true,
      cell: (i) => i.memberName ?? (i.memberId ? '' : t('page.whole')),
    },
    {
      id: 'reply',
      header: t('page.inviteeColumns.reply'),
      nowrap: true,
      cell: (i) => <Chip tone={tones[i.reply ?? 'none']}>{t(`replies.${i.reply ?? 'none'}`)}</Chip>,
    },
    {
      id: 'note',
      header: t('page.inviteeColumns.note'),
      cell: (i) => (
        <>
          {i.replyName && <span className="block">{t('page.proxyName', { name: i.replyName })}</span>}
          {i.replyNote}
        </>
      ),
    },
  ];
  return (
    <Table
      caption={t('page.invitees', { count: invitees.length })}
      columns={columns}
      rows={invitees}
      rowKey={(i) => i.id}
    />
  );
}
