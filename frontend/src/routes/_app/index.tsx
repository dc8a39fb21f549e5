import { createFileRoute } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useMe } from '@/app/session';
import { PageHeader } from '@/components/ui';

export const Route = createFileRoute('/_app/')({ component: HomePage });

function HomePage() {
  const me = useMe();
  const t = useTranslations('nav');
  return <PageHeader title={t('home')} documentTitle={t('home')} eyebrow={me.agency.name} />;
}
