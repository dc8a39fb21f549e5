import { createFileRoute } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { BackLink, PageHeader } from '@/components/ui';
import { SecondFactors } from '@/features/accounts';

export const Route = createFileRoute('/_app/account/security')({ component: Page });

function Page() {
  const t = useTranslations('accounts.factors');
  return (
    <div className="max-w-3xl">
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        eyebrow={<BackLink to="/account">{t('back')}</BackLink>}
      >
        {t('lead')}
      </PageHeader>
      <SecondFactors />
    </div>
  );
}
