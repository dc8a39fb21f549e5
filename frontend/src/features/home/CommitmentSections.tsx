import { useTranslations } from 'use-intl';
import type { Home } from '@/api/generated';
import { AssignmentStateBadge, DueDay } from '../assignments';
import { KindBadge, MonitoringDay } from '../monitorings/marks';
import { Row, Section } from './sections';

/** What my agency has taken on. */
export function AssignmentSection({ home }: { home: Home }) {
  const t = useTranslations('home.assignments');
  return (
    <Section
      title={t('title')}
      none={t('none')}
      empty={home.assignments.length === 0}
      all={
        home.counts.assignments > home.assignments.length
          ? { link: { to: '/assignments' }, label: t('all') }
          : undefined
      }
    >
      {home.assignments.map((a) => (
        <Row
          key={a.id}
          link={{ to: '/cases/$caseId', params: { caseId: a.caseId }, search: { tab: 'plan' } }}
          title={<span className="line-clamp-2">{a.task}</span>}
          about={`${a.caseNumber}　${a.subjectName ?? ''}`}
          marks={<AssignmentStateBadge state={a.state} />}
          due={<DueDay assignment={a} />}
          step={t(a.state === 'proposed' ? 'answer' : 'open')}
        />
      ))}
    </Section>
  );
}

/** What is to be looked after within two weeks. */
export function MonitoringSection({ home }: { home: Home }) {
  const t = useTranslations('home.monitorings');
  return (
    <Section
      title={t('title')}
      none={t('none')}
      empty={home.monitorings.length === 0}
      all={{ link: { to: '/monitorings' }, label: t('all') }}
    >
      {home.monitorings.map((m) => (
        <Row
          key={m.id}
          link={{ to: '/monitorings' }}
          title={<KindBadge kind={m.kind} />}
          about={`${m.caseNumber}　${m.subjectName ?? ''}`}
          due={<MonitoringDay monitoring={m} />}
          step={t('open')}
        />
      ))}
    </Section>
  );
}

/** For coordinators: which agencies are late with what they took on. */
export function LateSection({ home }: { home: Home }) {
  const t = useTranslations('home.late');
  if (home.lateByAgency.length === 0) return null;
  return (
    <Section
      title={t('title')}
      none=""
      empty={false}
      all={{ link: { to: '/assignments', search: { show: 'overdue' } }, label: t('all') }}
    >
      {home.lateByAgency.map((l) => (
        <Row
          key={l.agency.id}
          link={{ to: '/assignments', search: { show: 'overdue', agency: l.agency.id } }}
          title={l.agency.name}
          about={t('count', { count: l.late })}
          step={t('open')}
        />
      ))}
    </Section>
  );
}
