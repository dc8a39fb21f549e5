import { useTranslations } from 'use-intl';
import type { RetentionRule } from '@/api/generated';
import { Disclosure, PageHeader, Tabs } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { DisposalsPanel } from './DisposalsPanel';
import { DuePanel } from './DuePanel';
import { RETENTION_TABS, type RetentionTab } from './tabs';

/** 保存と廃棄: what may be destroyed, what is held, and what two people decided. No person anywhere. */
export function RetentionPage({ tab, onTab }: { tab: RetentionTab; onTab: (tab: RetentionTab) => void }) {
  const t = useTranslations('retention');
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t('lead')}
      </PageHeader>
      <Tabs
        label={t('tabsLabel')}
        selected={tab}
        onSelect={(id) => onTab(RETENTION_TABS.find((x) => x === id) ?? 'due')}
        tabs={RETENTION_TABS.map((id) => ({
          id,
          label: t(`tabs.${id}`),
          panel: id === 'disposals' ? <DisposalsPanel /> : <DuePanel key={id} state={id} />,
        }))}
      />
    </>
  );
}

/** The settings that hold today. */
export function Rules({ rules }: { rules: readonly RetentionRule[] }) {
  const t = useTranslations('retention.rules');
  return (
    <Disclosure summary={t('title')}>
      <ul className="list-disc space-y-1 pl-6">
        {rules.map((r) => (
          <li key={r.class}>
            {t('rule', {
              class: t(`class.${r.class}`),
              years: r.years,
              from: t(`from.${r.countedFrom}`),
              since: formatWareki(r.validFrom),
            })}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-[0.9375rem] text-solid-gray-700">{t('how')}</p>
    </Disclosure>
  );
}
