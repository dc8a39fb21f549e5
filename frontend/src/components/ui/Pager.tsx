import { useTranslations } from 'use-intl';
import { Button } from './Button';

export interface PagerProps {
  /** Rows on the page now. */
  shown: number;
  /** Rows in all, when the server was asked to count. */
  total?: number;
  hasMore: boolean;
  loading?: boolean;
  onMore: () => void;
}

/** もっと見る: adds the next rows below; keyset lists have no page numbers. */
export function Pager({ shown, total, hasMore, loading, onMore }: PagerProps) {
  const t = useTranslations('ui');
  return (
    <div className="flex flex-wrap items-center gap-4 py-4">
      {hasMore && (
        <Button variant="outline" onClick={onMore} busy={loading}>
          {loading ? t('loading') : t('more')}
        </Button>
      )}
      <p aria-live="polite" className="text-[0.9375rem] text-solid-gray-700">
        {total === undefined ? t('shown', { shown }) : t('shownOf', { shown, total })}
      </p>
    </div>
  );
}
