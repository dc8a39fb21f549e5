import { useQuery } from '@tanstack/react-query';
import { ClipboardPen } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Home, Me } from '@/api/generated';
import { getHomeOptions } from '@/api/generated/@tanstack/react-query.gen';
import { hasRole } from '@/app/session';
import { LinkButton, PageHeader, ProblemPanel, Skeleton } from '@/components/ui';
import { AssignmentSection, LateSection, MonitoringSection } from './CommitmentSections';
import { Counts } from './Counts';
import { FirstSteps } from './FirstSteps';
import { ContactSection, DraftSection, EscalationSection, SentSection, WaitingSection } from './sections';

/** Nobody has done anything here yet: explain instead of showing empty lists. */
export function isFirstTime({ counts }: Pick<Home, 'counts'>): boolean {
  return Object.values(counts).every((n) => n === 0);
}

/** What waits for me, what became of what I sent, what I began. */
export function HomePage({ me }: { me: Me }) {
  const t = useTranslations('home');
  const home = useQuery(getHomeOptions());
  const writes = hasRole(me, 'worker', 'agency_manager', 'coordinator');
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        actions={
          writes && (
            <LinkButton to="/sheets/new" icon={ClipboardPen} size="lg">
              {t('newSheet')}
            </LinkButton>
          )
        }
      >
        {t('lead', { agency: me.agency.name })}
      </PageHeader>
      {home.isPending && <Skeleton lines={8} />}
      {home.isError && !home.data && <ProblemPanel error={home.error} onRetry={() => void home.refetch()} />}
      {home.data && <Loaded home={home.data} me={me} />}
    </>
  );
}

function Loaded({ home, me }: { home: Home; me: Me }) {
  const coordinator = hasRole(me, 'coordinator');
  if (isFirstTime(home)) return <FirstSteps />;
  return (
    <div className="flex flex-col gap-6">
      <Counts counts={home.counts} coordinator={coordinator} />
      {coordinator && <EscalationSection count={home.counts.openEscalations} />}
      {coordinator && <LateSection home={home} />}
      <WaitingSection home={home} />
      {home.counts.assignments + home.counts.monitorings > 0 && (
        <div className="grid gap-6 xl:grid-cols-2">
          <AssignmentSection home={home} />
          <MonitoringSection home={home} />
        </div>
      )}
      <div className="grid gap-6 xl:grid-cols-2">
        <ContactSection home={home} />
        <DraftSection home={home} />
      </div>
      <SentSection home={home} />
    </div>
  );
}
