import { createFileRoute } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { PageHeader, TextLink } from '@/components/ui';
import { SecondFactors } from '@/features/accounts';

export const Route = createFileRoute('/_app/account/security')({ component: Page });

function Page() {
  const t = useTranslations('accounts.factors');
  return (
    <div className="max-w-3xl">
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        eyebrow={<TextLink to="/account">{t('back')}</TextLink>}
      >
        {t('lead')}
      </PageHeader>
      <SecondFactors />
    </div>
  );
}
