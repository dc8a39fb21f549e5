import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Me } from '@/api/generated';
import { navItems } from '@/app/nav';
import { hasRole } from '@/app/session';
import { PageHeader } from '@/components/ui';
import { MyConferences } from '@/features/conferences/meeting/MyConferences';

/** The home of those who see no household (auditors, the city's office, administrators): where their work is. */
export function QuietHome({ me }: { me: Me }) {
  const t = useTranslations('home');
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t('quietLead')}
      </PageHeader>
      {hasRole(me, 'conference_member', 'advisor', 'city_office') && (
        <div className="mb-6 max-w-4xl">
          <MyConferences all={hasRole(me, 'city_office')} />
        </div>
      )}
      <Places me={me} />
    </>
  );
}

/** The pages somebody may open, as large as doors. */
export function Places({ me }: { me: Me }) {
  const nav = useTranslations('nav');
  const places = navItems.filter((i) => i.to !== '/' && (!i.roles || hasRole(me, ...i.roles)));
  return (
    <ul className="grid max-w-3xl gap-4 sm:grid-cols-2">
      {places.map(({ to, label, icon: Icon }) => (
        <li key={to}>
          <Link
            to={to}
            className="flex min-h-20 items-center gap-4 rounded-12 border border-solid-gray-420 bg-white px-5 py-4 font-bold hover:border-key-900 hover:bg-key-50"
          >
            <Icon aria-hidden size="1.75rem" className="shrink-0 text-key-900" />
            <span className="grow">{nav(label)}</span>
            <ChevronRight aria-hidden size="1.25rem" className="shrink-0 text-solid-gray-600" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
