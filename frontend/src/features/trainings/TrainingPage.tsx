import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, Pencil, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { cancelTraining, type Training, updateTraining } from '@/api/generated';
import { getTrainingOptions, getTrainingQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import {
  Button,
  DescriptionList,
  PageHeader,
  ProblemPanel,
  Skeleton,
  Table,
  Textarea,
  TextLink,
  useToast,
} from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { AttendanceDialog } from './AttendanceDialog';
import { TrainingDialog } from './TrainingDialog';
import { TrainingState } from './TrainingsPage';

/** One session: what it is about, which studies it uses, who came. */
export function TrainingPage({ trainingId }: { trainingId: string }) {
  const training = useQuery(getTrainingOptions({ path: { trainingId } }));
  if (training.isPending) return <Skeleton lines={8} />;
  if (training.isError && !training.data)
    return <ProblemPanel error={training.error} onRetry={() => void training.refetch()} />;
  return <Loaded training={training.data} />;
}

function Loaded({ training: x }: { training: Training }) {
  const t = useTranslations('trainings');
  const [dialog, setDialog] = useState<'edit' | 'hold' | 'cancel'>();
  const close = () => setDialog(undefined);
  const done = useTrainingDone(close);
  const can = (action: string) => x.actions.includes(action);
  const path = { trainingId: x.id };
  return (
    <div className="max-w-4xl">
      <PageHeader
        title={x.title}
        documentTitle={x.title}
        actions={
          <>
            {can('hold') && (
              <Button
                icon={UsersRound}
                variant={x.state === 'held' ? 'outline' : 'solid'}
                onClick={() => setDialog('hold')}
              >
                {t(x.state === 'held' ? 'correct' : 'hold')}
              </Button>
            )}
            {can('edit') && (
              <Button icon={Pencil} variant="outline" onClick={() => setDialog('edit')}>
                {t('edit')}
              </Button>
            )}
            {can('cancel') && (
              <Button icon={Ban} variant="danger-outline" onClick={() => setDialog('cancel')}>
                {t('cancel')}
              </Button>
            )}
          </>
        }
      >
        <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <TrainingState state={x.state} />
          <span>{formatWareki(x.heldOn)}</span>
          {x.state === 'held' && <span>{t('persons', { n: x.people })}</span>}
        </span>
      </PageHeader>
      <div className="flex flex-col gap-8">
        <DescriptionList
          items={[
            { term: t('place'), value: x.place },
            { term: t('theme'), value: x.theme },
            ...(x.reason
              ? [{ term: t(x.state === 'cancelled' ? 'cancelReason' : 'correctReason'), value: x.reason }]
              : []),
          ]}
        />
        <Studies of={x} />
        {x.state === 'held' && <Attendance of={x} />}
        <p>
          <TextLink to="/trainings">{t('toList')}</TextLink>
        </p>
      </div>
      {dialog === 'edit' && (
        <TrainingDialog
          title={t('edit')}
          submit={t('save')}
          training={x}
          send={async (body, headers) =>
            (await updateTraining({ path, body, headers: { ...headers, 'If-Match': x.etag }, throwOnError: true })).data
          }
          onDone={(now) => done(now, t('saved'))}
          onClose={close}
        />
      )}
      {dialog === 'hold' && (
        <AttendanceDialog training={x} onDone={(now) => done(now, t('holdDone'))} onClose={close} />
      )}
      {dialog === 'cancel' && (
        <CancelDialog training={x} onDone={(now) => done(now, t('cancelDone'))} onClose={close} />
      )}
    </div>
  );
}

function useTrainingDone(close: () => void) {
  const queries = useQueryClient();
  const toast = useToast();
  return (now: Training, text: string) => {
    queries.setQueryData(getTrainingQueryKey({ path: { trainingId: now.id } }), now);
    void queries.invalidateQueries({ queryKey: [{ _id: 'listTrainings' }] });
    toast(text);
    close();
  };
}

function Studies({ of: x }: { of: Training }) {
  const t = useTranslations('trainings');
  return (
    <section aria-labelledby="studies">
      <h2 id="studies" className="mb-2 text-[1.25rem] font-bold">
        {t('studies')}
      </h2>
      {x.studies.length === 0 && <p className="text-solid-gray-700">{t('noStudies')}</p>}
      <ul className="list-disc pl-6">
        {x.studies.map((s) => (
          <li key={s.id}>
            {s.title ? (
              <TextLink to="/studies/$studyId" params={{ studyId: s.id }}>
                {s.title}
              </TextLink>
            ) : (
              t('studyGone')
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Attendance({ of: x }: { of: Training }) {
  const t = useTranslations('trainings');
  const rows = [
    ...x.attendance.map((a) => ({ id: a.agency.id, name: a.agency.name, people: a.people })),
    ...(x.others > 0 ? [{ id: 'others', name: t('others'), people: x.others }] : []),
  ];
  return (
    <section aria-labelledby="attendance">
      <h2 id="attendance" className="mb-2 text-[1.25rem] font-bold">
        {t('attendance', { agencies: x.attendance.length, n: x.people })}
      </h2>
      <Table
        caption={t('attendanceCaption')}
        columns={[
          { id: 'agency', header: t('agency'), main: true, cell: (r) => r.name },
          { id: 'people', header: t('people'), nowrap: true, align: 'end', cell: (r) => t('persons', { n: r.people }) },
        ]}
        rows={rows}
        rowKey={(r) => r.id}
      />
    </section>
  );
}

interface CancelDialogProps {
  training: Training;
  onDone: (now: Training) => void;
  onClose: () => void;
}

function CancelDialog({ training: x, onDone, onClose }: CancelDialogProps) {
  const t = useTranslations('trainings.cancelDialog');
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      return reason ? ready({ reason }) : faulty({ reason: t('missing') });
    },
    send: async (body, headers) =>
      (
        await cancelTraining({
          path: { trainingId: x.id },
          body,
          headers: { ...headers, 'If-Match': x.etag },
          throwOnError: true,
        })
      ).data,
    done: onDone,
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Ban}
      variant="danger"
      verb={verb}
      onClose={onClose}
    >
      <Textarea
        id="reason"
        name="reason"
        label={t('reason')}
        required
        limit={2000}
        rows={2}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}
