import { useTranslations } from 'use-intl';
import type { Case, Handoff } from '@/api/generated';
import { NoticeBanner } from '@/components/ui';

/** 内容の提供を止めています: said to both sides, each with what can be done. */
export function WithheldNotice({ handoff: h, case: c }: { handoff: Handoff; case: Pick<Case, 'access'> }) {
  const t = useTranslations('consents.withheld');
  return (
    <NoticeBanner tone="warning" level={4} title={t('title')} className="mt-3">
      {c.access === 'received' ? t('receiver', { from: h.from.name }) : t('sender', { to: h.to.name })}
    </NoticeBanner>
  );
}
