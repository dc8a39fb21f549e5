import { useTranslations } from 'use-intl';
import type { MailMessage, MailState } from '@/api/generated';
import { Button, Chip, type Column, Table } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { kindOf, replyOf } from './words';

const TONES: Record<MailState, 'green' | 'blue' | 'red' | 'yellow' | 'neutral'> = {
  sent: 'green',
  queued: 'blue',
  sending: 'blue',
  handing: 'blue',
  failed: 'red',
  unsure: 'yellow',
  held: 'yellow',
  discarded: 'neutral',
};

export interface MailTableProps {
  rows: readonly MailMessage[];
  onMove: (message: MailMessage, verb: 'resend' | 'discard') => void;
}

/** The outbox, a row a mail. */
export function MailTable({ rows, onMove }: MailTableProps) {
  const t = useTranslations('mail');
  const columns: Column<MailMessage>[] = [
    {
      id: 'at',
      header: t('at'),
      main: true,
      nowrap: true,
      cell: (m) => <time dateTime={m.createdAt}>{formatInstant(m.createdAt, 'short')}</time>,
    },
    {
      id: 'kind',
      header: t('kind'),
      cell: (m) => t(`kinds.${kindOf(m.kind)}`),
    },
    { id: 'to', header: t('to'), cell: (m) => <To message={m} /> },
    { id: 'state', header: t('state'), cell: (m) => <State message={m} /> },
    {
      id: 'actions',
      header: t('actions'),
      align: 'end',
      cell: (m) => (
        <span className="flex flex-wrap justify-end gap-2">
          {(['resend', 'discard'] as const)
            .filter((verb) => m.actions.includes(verb))
            .map((verb) => (
              <Button
                key={verb}
                size="sm"
                variant={verb === 'discard' ? 'danger-outline' : 'outline'}
                aria-label={t(`${verb}One`, { to: m.account?.name ?? m.to })}
                onClick={() => onMove(m, verb)}
              >
                {t(verb)}
              </Button>
            ))}
        </span>
      ),
    },
  ];
  return <Table caption={t('list')} columns={columns} rows={rows} rowKey={(m) => m.id} density="compact" />;
}

function To({ message: m }: { message: MailMessage }) {
  const t = useTranslations('mail');
  return (
    <>
      {m.account?.name ?? t('outside')}
      <span className="block text-[0.9375rem] break-all text-solid-gray-700">{m.to}</span>
    </>
  );
}

function State({ message: m }: { message: MailMessage }) {
  const t = useTranslations('mail');
  const why = m.reply && t(`replies.${replyOf(m.reply)}`, { code: m.reply });
  return (
    <>
      <Chip tone={TONES[m.state]}>{t(`states.${m.state}`)}</Chip>
      {why && <span className="mt-1 block text-[0.9375rem]">{why}</span>}
      {m.nextAt && m.attempts > 0 && (
        <span className="block text-[0.9375rem] text-solid-gray-700">
          {t('next', { at: formatInstant(m.nextAt, 'short'), count: m.attempts })}
        </span>
      )}
    </>
  );
}
