import { useQuery } from '@tanstack/react-query';
import {
  Building2,
  type LucideIcon,
  MailWarning,
  ShieldAlert,
  SlidersHorizontal,
  UserCog,
  UserMinus,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Me, Upkeep } from '@/api/generated';
import { getUpkeepOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Card, LinkButton, PageHeader, ProblemPanel, Skeleton } from '@/components/ui';
import { Places } from './QuietHome';

/** The home of a system administrator: what keeps the system in order, and nothing of a case. */
export function KeeperHome({ me }: { me: Me }) {
  const t = useTranslations('home.keeper');
  const upkeep = useQuery(getUpkeepOptions());
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t('lead')}
      </PageHeader>
      <div className="flex flex-col gap-6">
        {upkeep.isPending && <Skeleton lines={6} />}
        {upkeep.isError && !upkeep.data && <ProblemPanel error={upkeep.error} onRetry={() => void upkeep.refetch()} />}
        {upkeep.data && <Standing upkeep={upkeep.data} />}
        <section aria-labelledby="places" className="flex flex-col gap-4">
          <h2 id="places" className="text-std-24B-150">
            {t('places')}
          </h2>
          <Places me={me} />
        </section>
      </div>
    </>
  );
}

function Standing({ upkeep: u }: { upkeep: Upkeep }) {
  const t = useTranslations('home.keeper');
  return (
    <div className="grid items-start gap-6 desk:grid-cols-[minmax(0,1fr)_22rem]">
      <Card title={t('look')}>
        <ToDo upkeep={u} />
      </Card>
      <div className="flex flex-col gap-6">
        <Card title={t('people')}>
          <p className="mb-3">{t('peopleCount', { active: u.active, invited: u.invited, inactive: u.inactive })}</p>
          <LinkButton variant="outline" size="sm" to="/accounts" icon={UserCog}>
            {t('see')}
          </LinkButton>
        </Card>
        <Card title={t('settings')}>
          <p className="mb-3">
            {u.settingsChanged > 0 ? t('settingsChanged', { count: u.settingsChanged }) : t('settingsDefault')}
          </p>
          <LinkButton variant="outline" size="sm" to="/settings" icon={SlidersHorizontal}>
            {t('see')}
          </LinkButton>
        </Card>
      </div>
    </div>
  );
}

function ToDo({ upkeep: u }: { upkeep: Upkeep }) {
  const t = useTranslations('home.keeper');
  const see = (to: '/accounts' | '/agencies', label: string) => (
    <LinkButton variant="outline" size="sm" to={to} aria-label={`${t('see')}: ${label}`}>
      {t('see')}
    </LinkButton>
  );
  const people: { count: number; icon: LucideIcon; key: 'noSecondFactor' | 'noRole' | 'ending' | 'invitedLong' }[] = [
    { count: u.noSecondFactor, icon: ShieldAlert, key: 'noSecondFactor' },
    { count: u.invitedLong, icon: UserCog, key: 'invitedLong' },
    { count: u.ending, icon: UserMinus, key: 'ending' },
    { count: u.noRole, icon: UserMinus, key: 'noRole' },
  ];
  const rows: { key: string; icon: LucideIcon; text: string; action?: ReactNode }[] = people
    .filter((p) => p.count > 0)
    .map((p) => {
      const text = t(p.key, { count: p.count });
      return { key: p.key, icon: p.icon, text, action: see('/accounts', text) };
    });
  if (u.mailTrouble > 0)
    rows.push({ key: 'mail', icon: MailWarning, text: t('mailTrouble', { count: u.mailTrouble }) });
  if (u.unverified > 0) {
    const text = t('unverified', { count: u.unverified, total: u.agencies });
    rows.push({ key: 'agencies', icon: Building2, text, action: see('/agencies', text) });
  }
  if (rows.length === 0) return <p>{t('nothing')}</p>;
  return (
    <ul className="divide-y divide-solid-gray-200">
      {rows.map(({ key, icon: Icon, text, action }) => (
        <li key={key} className="flex flex-wrap items-center gap-4 py-3 first:pt-0 last:pb-0">
          <Icon aria-hidden size="1.5rem" className="shrink-0 text-key-900" />
          <span className="min-w-48 grow basis-0">{text}</span>
          {action}
        </li>
      ))}
    </ul>
  );
}
