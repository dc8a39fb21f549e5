import { useTranslations } from 'use-intl';
import type { MailStatus } from '@/api/generated';
import { cx } from '@/lib/cx';

const COUNTS = ['sent', 'queued', 'failed', 'unsure', 'held'] as const;
const TROUBLE: readonly string[] = ['failed', 'unsure', 'held'];

/** How many mails stand where; what needs somebody stands out by more than its colour. */
export function StatusCounts({ status }: { status: MailStatus }) {
  const t = useTranslations('mail.counts');
  return (
    <dl aria-label={t('label')} className="grid grid-cols-2 gap-3 sm:grid-cols-3 desk:grid-cols-5">
      {COUNTS.map((name) => {
        const count = name === 'queued' ? status.queued + status.sending : status[name];
        const alarming = TROUBLE.includes(name) && count > 0;
        return (
          <div
            key={name}
            className={cx(
              'rounded-12 border px-4 py-3',
              alarming ? 'border-2 border-red-900 bg-red-50' : 'border-solid-gray-300 bg-white',
            )}
          >
            <dt className="text-[0.9375rem]">{t(name)}</dt>
            <dd className={cx('text-std-24B-150 tabular-nums', alarming && 'text-red-1000')}>
              {t('count', { count })}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
