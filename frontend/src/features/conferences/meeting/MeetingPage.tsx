import { useQuery } from '@tanstack/react-query';
import { MonitorPlay } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Conference, Meeting } from '@/api/generated';
import { getConferenceOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';
import { BackLink, Chip, EmptyState, LinkButton, PageHeader, ProblemPanel, Skeleton, Tabs } from '@/components/ui';
import { MinutesPanel } from '../minutes/MinutesPanel';
import { AgendaPanel } from './AgendaPanel';
import { AttendancePanel } from './AttendancePanel';
import { DecisionsPanel } from './DecisionsPanel';
import { MaterialsPanel } from './MaterialsPanel';
import { MeetingPaper } from './MeetingPaper';
import { PledgeCard } from './PledgeCard';
import { MEETING_TABS, type MeetingTab } from './tabs';
import { useMeeting } from './useMeeting';
import { useWhen } from './when';

interface Props {
  conferenceId: string;
  tab?: MeetingTab;
  onTab: (tab: MeetingTab) => void;
}

/** The meeting of a conference: what is prepared, who came, what was said and decided. */
export function MeetingPage({ conferenceId, tab, onTab }: Props) {
  const t = useTranslations('meetings.page');
  const meeting = useMeeting(conferenceId);
  const conference = useQuery(getConferenceOptions({ path: { conferenceId } }));
  if (meeting.data && conference.data) {
    return (
      <>
        <Head conference={conference.data} meeting={meeting.data} />
        <MeetingTabs meeting={meeting.data} conference={conference.data} tab={tab} onTab={onTab} />
      </>
    );
  }
  const failed = meeting.error ?? conference.error;
  if (failed instanceof ApiProblem && failed.status === 404) {
    return (
      <>
        <PageHeader title={t('notFound')} documentTitle={t('notFound')} />
        <EmptyState title={t('notFoundTitle')} action={<LinkButton to="/">{t('home')}</LinkButton>}>
          {t('notFoundWhy')}
        </EmptyState>
      </>
    );
  }
  if (failed) return <ProblemPanel error={failed} onRetry={() => void meeting.refetch()} />;
  return (
    <>
      <PageHeader title={t('loading')} documentTitle={t('loading')} />
      <Skeleton lines={8} className="max-w-3xl" />
    </>
  );
}

function Head({ conference, meeting }: { conference: Conference; meeting: Meeting }) {
  const t = useTranslations('meetings.page');
  const states = useTranslations('meetings.state');
  const when = useWhen();
  const place = [conference.roomName, conference.place, conference.url && t('online')].filter(Boolean).join('、');
  const { conferenceId } = meeting;
  return (
    <PageHeader
      documentTitle={conference.title}
      eyebrow={
        <BackLink to="/conferences/$conferenceId" params={{ conferenceId }}>
          {t('back')}
        </BackLink>
      }
      title={conference.title}
      meta={
        <>
          <Chip tone={meeting.state === 'held' ? 'orange' : meeting.state === 'recorded' ? 'green' : 'blue'}>
            {states(meeting.state)}
          </Chip>
          {conference.startsAt && <span className="font-bold">{when(conference.startsAt, conference.endsAt)}</span>}
          {place && <span>{place}</span>}
        </>
      }
      actions={
        meeting.opened &&
        meeting.state !== 'polling' && (
          <LinkButton
            to="/conferences/$conferenceId/live"
            params={{ conferenceId }}
            variant="outline"
            icon={MonitorPlay}
          >
            {t('live')}
          </LinkButton>
        )
      }
    >
      {conference.purpose}
    </PageHeader>
  );
}

/** The tabs of the meeting: on its own page, and on the page of the conference. */
export function MeetingTabs({
  meeting,
  conference,
  tab,
  onTab,
}: { meeting: Meeting; conference: Conference } & Omit<Props, 'conferenceId'>) {
  const t = useTranslations('meetings.page');
  if (meeting.pledge.needed) return <PledgeCard meeting={meeting} />;
  if (!meeting.opened) return <EmptyState title={t('closedTitle')}>{t('closedWhy')}</EmptyState>;
  const panels: Record<MeetingTab, React.ReactNode> = {
    materials: <MaterialsPanel meeting={meeting} caseId={conference.caseId} />,
    agenda: (
      <>
        <AgendaPanel meeting={meeting} />
        <MeetingPaper meeting={meeting} conference={conference} what="agenda" />
      </>
    ),
    attendance: <AttendancePanel meeting={meeting} conference={conference} />,
    minutes: <MinutesPanel meeting={meeting} />,
    decisions: (
      <>
        <DecisionsPanel meeting={meeting} />
        <MeetingPaper meeting={meeting} conference={conference} what="minutes" />
      </>
    ),
  };
  const first = meeting.state === 'held' ? 'minutes' : meeting.state === 'recorded' ? 'decisions' : 'materials';
  const waiting = meeting.consentGaps.filter((g) => !g.settled).length;
  return (
    <Tabs
      label={t('tabsLabel')}
      selected={tab ?? first}
      onSelect={(id) => onTab(MEETING_TABS.find((x) => x === id) ?? first)}
      tabs={MEETING_TABS.map((id) => ({
        id,
        label: t(`tabs.${id}`),
        panel: panels[id],
        count: id === 'materials' && waiting > 0 ? waiting : undefined,
      }))}
    />
  );
}
