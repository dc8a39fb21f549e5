import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';

const PAGES = [
  { to: '/statistics', label: 'annual' },
  { to: '/statistics/dashboard', label: 'dashboard' },
] as const;

export function StatisticsNav() {
  const t = useTranslations('statistics.nav');
  return (
    <nav aria-label={t('label')} className="mb-6 border-b border-solid-gray-420" data-no-print>
      <ul className="flex flex-wrap gap-x-1">
        {PAGES.map((p) => (
          <li key={p.to}>
            <Link
              to={p.to}
              activeOptions={{ exact: true, includeSearch: false }}
              className="inline-flex min-h-11 items-center rounded-t-8 border-b-4 border-transparent px-4 py-2 font-bold text-solid-gray-700 hover:bg-solid-gray-50 aria-[current=page]:border-key-900 aria-[current=page]:text-key-900"
            >
              {t(p.label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
