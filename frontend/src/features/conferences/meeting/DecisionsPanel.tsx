import { BookCheck, FilePlus2, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Meeting, MinutesRecord } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { Button, Card, EmptyState, LinkButton, NoticeBanner, ProblemPanel, Skeleton } from '@/components/ui';
import { longMoment } from '../../cases/dates';
import { TaskLines } from '../minutes/MinutesView';
import { useMinutesRecord } from '../minutes/useMinutes';
import { AddendumDialog } from './AddendumDialog';
import { FinalizeDialog } from './FinalizeDialog';
import { may } from './useMeeting';

/** 決定: what was decided and who does what by when; here the record is closed, and added to afterwards. */
export function DecisionsPanel({ meeting }: { meeting: Meeting }) {
  const t = useTranslations('meetings.decisions');
  const before = meeting.state === 'polling' || meeting.state === 'scheduled';
  if (before) return <EmptyState title={t('notYet')}>{t('notYetWhy')}</EmptyState>;
  return <Loaded meeting={meeting} />;
}

function Loaded({ meeting }: { meeting: Meeting }) {
  const t = useTranslations('meetings.decisions');
  const minutes = useTranslations('meetings.minutes');
  const found = useMinutesRecord(meeting.conferenceId);
  const [open, setOpen] = useState<'finalize' | 'addendum'>();
  if (found.error instanceof ApiProblem && found.error.status === 409) {
    return <EmptyState title={minutes('later')}>{minutes('laterWhy')}</EmptyState>;
  }
  if (found.error) return <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />;
  const record = found.data;
  if (!record) return <Skeleton lines={6} />;
  return (
    <div className="flex flex-col gap-5">
      {may(meeting, 'finalize') && (
        <NoticeBanner
          level={3}
          title={t('openTitle')}
          actions={
            <Button icon={BookCheck} onClick={() => setOpen('finalize')}>
              {t('finalize')}
            </Button>
          }
        >
          {t('open')}
        </NoticeBanner>
      )}
      <div className="flex flex-wrap gap-3">
        {may(meeting, 'add_addendum') && (
          <Button variant="outline" icon={FilePlus2} onClick={() => setOpen('addendum')}>
            {t('addendum')}
          </Button>
        )}
        {meeting.packageUntil && (
          <p className="self-center text-solid-gray-700">{t('until', { at: longMoment(meeting.packageUntil) })}</p>
        )}
        <LinkButton
          variant="text"
          icon={Printer}
          to="/conferences/$conferenceId/package"
          params={{ conferenceId: meeting.conferenceId }}
        >
          {t('toPackage')}
        </LinkButton>
      </div>
      <Decided record={record} />
      {open === 'finalize' && <FinalizeDialog meeting={meeting} onClose={() => setOpen(undefined)} />}
      {open === 'addendum' && <AddendumDialog meeting={meeting} record={record} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

function Decided({ record }: { record: MinutesRecord }) {
  const t = useTranslations('meetings.decisions');
  const decided = record.minutes.items.filter((i) => i.decisions.length > 0);
  const tasks = record.minutes.items.flatMap((i) => i.tasks);
  if (decided.length === 0 && tasks.length === 0) return <EmptyState title={t('none')}>{t('noneWhy')}</EmptyState>;
  return (
    <>
      <Card title={t('title')}>
        {decided.length === 0 ? (
          <p>{t('noDecisions')}</p>
        ) : (
          <dl className="flex flex-col gap-3">
            {decided.map((i) => (
              <div key={i.id}>
                <dt className="font-bold">{i.title}</dt>
                {i.decisions.map((d) => (
                  <dd key={d.id} className="ml-4">
                    {d.text}
                  </dd>
                ))}
              </div>
            ))}
          </dl>
        )}
      </Card>
      <Card title={t('tasks', { count: tasks.length })}>
        {tasks.length === 0 ? <p>{t('noTasks')}</p> : <TaskLines record={record} tasks={tasks} />}
      </Card>
    </>
  );
}
