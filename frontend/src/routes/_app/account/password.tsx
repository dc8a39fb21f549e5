import { createFileRoute } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useMe } from '@/app/session';
import { BackLink, PageHeader, useToast } from '@/components/ui';
import { PasswordForm } from '@/features/accounts';

export const Route = createFileRoute('/_app/account/password')({ component: Page });

function Page() {
  const me = useMe();
  const t = useTranslations('accounts.password');
  const toast = useToast();
  const navigate = Route.useNavigate();
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        eyebrow={<BackLink to="/account">{t('back')}</BackLink>}
      />
      <PasswordForm
        email={me.email}
        onChanged={() => {
          toast(t('done'));
          void navigate({ to: '/account' });
        }}
      />
    </>
  );
}
