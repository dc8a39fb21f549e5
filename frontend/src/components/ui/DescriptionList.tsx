import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { cx } from '@/lib/cx';

export interface Description {
  readonly term: ReactNode;
  /** Nothing given shows 未記入, so that an empty answer is not taken for a missing question. */
  readonly value: ReactNode;
  readonly id?: string;
}

/** Question and answer pairs. Line breaks of typed text stay. */
export function DescriptionList({ items, columns = 1 }: { items: readonly Description[]; columns?: 1 | 2 }) {
  const t = useTranslations('ui');
  return (
    <dl className={cx('@container grid gap-x-8', columns === 2 && 'desk:grid-cols-2')}>
      {items.map((item, i) => (
        <div
          key={item.id ?? (typeof item.term === 'string' ? item.term : i)}
          className="grid gap-x-4 border-b border-solid-gray-200 py-2.5 @2xs:grid-cols-[5rem_1fr] @md:grid-cols-[10rem_1fr]"
        >
          <dt className="font-bold text-solid-gray-700">{item.term}</dt>
          <dd className="min-w-0 whitespace-pre-wrap">
            {isEmpty(item.value) ? <span className="text-solid-gray-600">{t('notFilledIn')}</span> : item.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function isEmpty(value: ReactNode): boolean {
  return value === undefined || value === null || value === '' || value === false;
}
