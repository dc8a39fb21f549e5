import { createFileRoute } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { BackLink, PageHeader } from '@/components/ui';
import { Sessions } from '@/features/accounts';

export const Route = createFileRoute('/_app/account/sessions')({ component: Page });

function Page() {
  const t = useTranslations('accounts.sessions');
  const factors = useTranslations('accounts.factors');
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        eyebrow={<BackLink to="/account">{factors('back')}</BackLink>}
      >
        {t('lead')}
      </PageHeader>
      <Sessions />
    </>
  );
}
