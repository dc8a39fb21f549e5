import { createFileRoute } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { PlainFrame } from '@/app/PlainFrame';
import { PlainErrorPage } from '@/app/pages';
import { TextLink } from '@/components/ui';
import { DemoMailPage } from '@/features/mail';

/** For everybody who looks at the demonstration, signed in or not: invited people outside have no account. */
export const Route = createFileRoute('/demo/mail')({ errorComponent: PlainErrorPage, component: Page });

function Page() {
  const t = useTranslations('mail.demo');
  return (
    <PlainFrame wide actions={<TextLink to="/">{t('back')}</TextLink>}>
      <DemoMailPage />
    </PlainFrame>
  );
}
