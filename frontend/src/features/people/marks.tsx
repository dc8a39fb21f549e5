import { CircleCheck, CircleSlash, Mail } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AccountRole, AccountState } from '@/api/generated';
import { Chip } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';

const STATES = {
  active: { tone: 'green', icon: CircleCheck },
  invited: { tone: 'yellow', icon: Mail },
  inactive: { tone: 'neutral', icon: CircleSlash },
} as const;

export function StateMark({ state }: { state: AccountState }) {
  const t = useTranslations('people.state');
  const { tone, icon } = STATES[state];
  return (
    <Chip tone={tone} icon={icon}>
      {t(state)}
    </Chip>
  );
}

/** 機関管理者（代理）… the role with what is special about it. */
export function useRoleName(): (r: Pick<AccountRole, 'role' | 'deputy'>) => string {
  const t = useTranslations('people');
  const codes = useTranslations('codes.role');
  return (r) => (r.deputy ? `${codes(r.role)}（${t('deputy')}）` : codes(r.role));
}

export function useTerm(): (r: Pick<AccountRole, 'startsOn' | 'endsOn'>) => string {
  const t = useTranslations('people');
  return (r) =>
    r.endsOn
      ? t('term', { from: formatWareki(r.startsOn), to: formatWareki(r.endsOn) })
      : t('termOpen', { from: formatWareki(r.startsOn) });
}
