import { useTranslations } from 'use-intl';
import { formatInstant } from '@/lib/format';
import { longMoment } from '../../cases/dates';

/** 令和8年6月11日（木）10:00～11:00 */
export function useWhen(): (startsAt: string, endsAt?: string) => string {
  const t = useTranslations('meetings');
  return (startsAt, endsAt) =>
    endsAt ? t('when', { start: longMoment(startsAt), end: formatInstant(endsAt, 'time') }) : longMoment(startsAt);
}
