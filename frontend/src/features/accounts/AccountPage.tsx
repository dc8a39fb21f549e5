import { KeyRound, LogOut, MonitorSmartphone, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Me, Membership } from '@/api/generated';
import { Button, Card, type Column, DescriptionList, LinkButton, PageHeader, RadioGroup, Table } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';

export interface AccountPageProps {
  me: Me;
  textSize: string;
  onTextSize: (size: string) => void;
  onSignOut: () => void;
  /** How the person hears by mail. */
  mail?: ReactNode;
}

/** Who I am here, for which agencies and until when; how the screen looks; password and the way out. */
export function AccountPage({ me, textSize, onTextSize, onSignOut, mail }: AccountPageProps) {
  const t = useTranslations('accounts');
  const app = useTranslations('app');
  const role = useTranslations('codes.role');
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')} />
      <div className="flex max-w-3xl flex-col gap-6">
        <Card title={t('profile')}>
          <DescriptionList
            items={[
              { term: t('name'), value: me.name },
              { term: t('email'), value: me.email },
              { term: t('agency'), value: me.agency.name },
              { term: t('roles'), value: me.roles.map((r) => role(r)).join('、') },
            ]}
          />
          <p className="mt-3 text-[0.9375rem] text-solid-gray-700">{t('profileWhy')}</p>
        </Card>
        {me.memberships.length > 0 && (
          <Card title={t('memberships')}>
            <Memberships rows={me.memberships} />
          </Card>
        )}
        <Card title={t('screen')}>
          <RadioGroup
            label={app('textSize')}
            hint={t('screenWhy')}
            name="account-text-size"
            defaultValue={textSize}
            options={[
              { value: 'normal', label: app('textNormal') },
              { value: 'large', label: app('textLarge') },
              { value: 'larger', label: app('textLarger') },
            ]}
            onChange={(e) => onTextSize(e.currentTarget.value)}
          />
        </Card>
        {mail && <Card title={t('mail')}>{mail}</Card>}
        <Card title={t('security')}>
          <div className="flex flex-col gap-5">
            <div className="flex flex-col items-start gap-2">
              <p>{t('passwordWhy')}</p>
              <LinkButton to="/account/password" variant="outline" icon={KeyRound}>
                {t('changePassword')}
              </LinkButton>
            </div>
            <div className="flex flex-col items-start gap-2 border-t border-solid-gray-200 pt-5">
              <p>{t('factorsWhy')}</p>
              <LinkButton to="/account/security" variant="outline" icon={ShieldCheck}>
                {t('toFactors')}
              </LinkButton>
            </div>
            <div className="flex flex-col items-start gap-2 border-t border-solid-gray-200 pt-5">
              <p>{t('sessionsWhy')}</p>
              <LinkButton to="/account/sessions" variant="outline" icon={MonitorSmartphone}>
                {t('toSessions')}
              </LinkButton>
            </div>
            <div className="flex flex-col items-start gap-2 border-t border-solid-gray-200 pt-5">
              <p>{t('signOutWhy')}</p>
              <Button variant="outline" icon={LogOut} onClick={onSignOut}>
                {app('signOut')}
              </Button>
            </div>
          </div>
        </Card>
      </div>
    </>
  );
}

function Memberships({ rows }: { rows: readonly Membership[] }) {
  const t = useTranslations('accounts');
  const role = useTranslations('codes.role');
  const columns: Column<Membership>[] = [
    { id: 'agency', header: t('membershipAgency'), main: true, cell: (m) => m.agency.name },
    { id: 'role', header: t('membershipRole'), cell: (m) => role(m.role) },
    {
      id: 'term',
      header: t('membershipTerm'),
      cell: (m) => (m.endsOn ? t('membershipUntil', { date: formatWareki(m.endsOn) }) : t('membershipOpen')),
    },
  ];
  return (
    <Table
      caption={t('memberships')}
      columns={columns}
      rows={rows}
      rowKey={(m) => `${m.agency.id} ${m.role}`}
      density="compact"
    />
  );
}
