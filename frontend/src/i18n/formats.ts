import { useTranslations } from 'use-intl';
import { relativeDue } from '@/lib/format';

/** Texts made of numbers: あと3時間, 1日超過. */
export function useFormats(): { due: (due: string | Date, now?: Date) => string } {
  const t = useTranslations('ui.due');
  return {
    due: (due, now = new Date()) => {
      const { over, unit, count } = relativeDue(due, now);
      if (count === 0) return t('now');
      return over ? t('over', { unit, count }) : t('left', { unit, count });
    },
  };
}
