import { createFileRoute } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { PageHeader, TextLink } from '@/components/ui';
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
        eyebrow={<TextLink to="/account">{factors('back')}</TextLink>}
      >
        {t('lead')}
      </PageHeader>
      <Sessions />
    </>
  );
}
