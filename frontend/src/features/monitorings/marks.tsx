import { Eye, HousePlus, type LucideIcon, Scale, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Monitoring, MonitoringKind } from '@/api/generated';
import { Chip, type ChipTone } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';

const faces: Record<MonitoringKind, { icon: LucideIcon; tone: ChipTone }> = {
  plan: { icon: Eye, tone: 'blue' },
  review: { icon: Scale, tone: 'purple' },
  follow_up: { icon: HousePlus, tone: 'green' },
};

export function KindBadge({ kind }: { kind: MonitoringKind }) {
  const t = useTranslations('monitorings.kind');
  return (
    <Chip tone={faces[kind].tone} icon={faces[kind].icon}>
      {t(kind)}
    </Chip>
  );
}

/** The day it is due, and in words that it is late. */
export function MonitoringDay({ monitoring: m }: { monitoring: Pick<Monitoring, 'dueOn' | 'overdue'> }) {
  const t = useTranslations('monitorings');
  return (
    <span className={m.overdue ? 'inline-flex items-center gap-1 font-bold text-error-2' : undefined}>
      {m.overdue && <TriangleAlert aria-hidden size="1.1em" className="shrink-0" />}
      <time dateTime={m.dueOn}>{formatWareki(m.dueOn, 'short')}</time>
      {m.overdue && <span>{t('late')}</span>}
    </span>
  );
}
