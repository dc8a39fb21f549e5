import { Shield, ShieldAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ProtectedPerson } from '@/api/generated';
import { Chip } from '@/components/ui';

/** 支援措置 holds for somebody of the household. */
export function ProtectedMark() {
  const t = useTranslations('protections');
  return (
    <Chip tone="purple" strong icon={Shield}>
      {t('mark')}
    </Chip>
  );
}

/** Beside a person of the household: protected, or the one to be protected from. Nothing for everybody else. */
export function PersonMark({ people, at }: { people: readonly ProtectedPerson[] | undefined; at: string }) {
  const t = useTranslations('protections');
  const roles = new Set(people?.filter((p) => p.key === at).map((p) => p.as));
  return (
    <>
      {roles.has('protected') && (
        <Chip tone="purple" strong icon={Shield} className="mt-1">
          {t('as.protected')}
        </Chip>
      )}
      {roles.has('perpetrator') && (
        <Chip tone="red" icon={ShieldAlert} className="mt-1">
          {t('as.perpetrator')}
        </Chip>
      )}
    </>
  );
}
