import { Plus, Trash2, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Decision, Meeting, MinutesItem, MinutesRecord, MinutesTask } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import {
  Button,
  Card,
  Chip,
  EmptyState,
  IconButton,
  NoticeBanner,
  ProblemPanel,
  SaveState,
  Select,
  Skeleton,
} from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import { useKeyActions } from '@/lib/keyboard';
import { may } from '../meeting/useMeeting';
import { ConflictDialog } from './ConflictDialog';
import { LiveDate, LiveField, LiveTextarea } from './LiveText';
import { MinutesView } from './MinutesView';
import type { MinutesSaver } from './saver';
import { useMinutesRecord, useMinutesSaver, usePresence } from './useMinutes';

/** 議事録: written by several at once while the meeting goes on, to be read once it is final. */
export function MinutesPanel({ meeting }: { meeting: Meeting }) {
  const t = useTranslations('meetings.minutes');
  const before = meeting.state === 'polling' || meeting.state === 'scheduled';
  if (before) return <EmptyState title={t('notYet')}>{t('notYetWhy')}</EmptyState>;
  return <Loaded meeting={meeting} />;
}

function Loaded({ meeting }: { meeting: Meeting }) {
  const t = useTranslations('meetings.minutes');
  const found = useMinutesRecord(meeting.conferenceId);
  if (found.data) {
    return may(meeting, 'write_minutes') && !found.data.final ? (
      <Editor start={found.data} latest={found.data} />
    ) : (
      <MinutesView record={found.data} />
    );
  }
  if (found.error instanceof ApiProblem && found.error.status === 409)
    return <EmptyState title={t('later')}>{t('laterWhy')}</EmptyState>;
  if (found.error) return <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />;
  return <Skeleton lines={8} />;
}

function Editor({ start, latest }: { start: MinutesRecord; latest: MinutesRecord }) {
  const t = useTranslations('meetings.minutes');
  const { saver, state } = useMinutesSaver(start, latest);
  const [at, setAt] = useState<string>();
  const others = usePresence(start.conferenceId, at, !state.over);
  useKeyActions([{ id: 'save-minutes', keys: 'mod+s', label: t('saveKey'), run: () => void saver.flush() }]);
  const { minutes, record } = state;
  const add = () =>
    saver.change((m) => ({
      ...m,
      items: [...m.items, { id: crypto.randomUUID(), title: t('newItem'), decisions: [], tasks: [] }],
    }));
  return (
    <form
      aria-label={t('form')}
      className="flex flex-col gap-5"
      onSubmit={(e) => e.preventDefault()}
      onBlur={() => saver.unsaved() && void saver.flush()}
    >
      <div className="sticky top-0 z-10 flex flex-wrap items-center justify-between gap-3 border-b border-solid-gray-300 bg-white py-2">
        <SaveState status={state.status} savedAt={state.savedAt} />
        <div role="status" className="flex flex-wrap items-center gap-2">
          {others.length > 0 && (
            <>
              <Users aria-hidden size="1.1em" />
              {others.map((o) => (
                <Chip key={o.account.id} tone="blue">
                  {t('alsoWriting', { name: o.account.name })}
                </Chip>
              ))}
            </>
          )}
        </div>
      </div>
      {state.over && (
        <NoticeBanner tone="warning" live title={t('overTitle')} level={3}>
          {t('over')}
        </NoticeBanner>
      )}
      {state.mergedIn > 0 && <p className="text-[0.9375rem] text-solid-gray-700">{t('merged')}</p>}
      {state.problem && !state.over && state.status !== 'saved' && (
        <ProblemPanel error={state.problem} level={3} onRetry={() => void saver.flush()} />
      )}
      {minutes.items.map((item, n) => (
        <ItemCard
          key={item.id}
          item={item}
          number={n + 1}
          fixed={record.agendaIds.includes(item.id)}
          record={record}
          saver={saver}
          here={others.filter((o) => o.itemId === item.id).map((o) => o.account.name)}
          onHere={() => setAt(item.id)}
        />
      ))}
      <div>
        <Button variant="outline" icon={Plus} onClick={add}>
          {t('addItem')}
        </Button>
      </div>
      <Card title={t('closing')}>
        <LiveTextarea
          id="general"
          label={t('general')}
          hint={t('generalHint')}
          limit={10000}
          rows={3}
          value={minutes.general ?? ''}
          onText={(text) => saver.change((m) => ({ ...m, general: text || undefined }))}
          onComposing={saver.compose}
        />
        <div className="mt-4 grid gap-4 sm:grid-cols-2">
          {(['nextOn', 'monitorOn'] as const).map((field) => (
            <LiveDate
              key={field}
              name={field}
              label={t(field)}
              hint={t(`${field}Hint`)}
              value={minutes[field]}
              onDate={(date) => saver.change((m) => ({ ...m, [field]: date }))}
            />
          ))}
        </div>
      </Card>
      {state.conflicts.length > 0 && (
        <ConflictDialog
          conflicts={state.conflicts}
          minutes={minutes}
          record={record}
          onDecide={(choices) => void saver.resolve(choices)}
        />
      )}
    </form>
  );
}

interface ItemProps {
  item: MinutesItem;
  number: number;
  /** Stood on the agenda: stays, under its name. */
  fixed: boolean;
  record: MinutesRecord;
  saver: MinutesSaver;
  here: readonly string[];
  onHere: () => void;
}

function ItemCard({ item, number, fixed, record, saver, here, onHere }: ItemProps) {
  const t = useTranslations('meetings.minutes');
  const set = (next: (i: MinutesItem) => MinutesItem) =>
    saver.change((m) => ({ ...m, items: m.items.map((i) => (i.id === item.id ? next(i) : i)) }));
  const setDecision = (id: string, text: string) =>
    set((i) => ({ ...i, decisions: i.decisions.map((d) => (d.id === id ? { ...d, text } : d)) }));
  const setTask = (id: string, next: Partial<MinutesTask>) =>
    set((i) => ({ ...i, tasks: i.tasks.map((x) => (x.id === id ? { ...x, ...next } : x)) }));
  return (
    <section
      aria-label={t('itemLabel', { number, title: item.title })}
      onFocus={onHere}
      className="rounded-12 border border-solid-gray-420 bg-white p-5"
    >
      <div className="mb-3 flex flex-wrap items-center gap-3">
        {fixed ? (
          <h3 className="grow text-std-18B-160">
            {number}. {item.title}
          </h3>
        ) : (
          <div className="grow">
            <LiveField
              id={`title-${item.id}`}
              label={t('title')}
              value={item.title}
              onText={(title) => set((i) => ({ ...i, title }))}
              onComposing={saver.compose}
            />
          </div>
        )}
        {here.map((name) => (
          <Chip key={name} tone="orange">
            {t('writesHere', { name })}
          </Chip>
        ))}
        {!fixed && (
          <IconButton
            icon={Trash2}
            label={t('removeItem', { title: item.title })}
            onClick={() => saver.change((m) => ({ ...m, items: m.items.filter((i) => i.id !== item.id) }))}
          />
        )}
      </div>
      <LiveTextarea
        id={`talk-${item.id}`}
        label={t('talk')}
        limit={10000}
        rows={3}
        value={item.talk ?? ''}
        onText={(text) => set((i) => ({ ...i, talk: text || undefined }))}
        onComposing={saver.compose}
      />
      <Decisions item={item} saver={saver} set={set} setDecision={setDecision} />
      <Tasks item={item} record={record} saver={saver} set={set} setTask={setTask} />
    </section>
  );
}

type SetItem = (next: (i: MinutesItem) => MinutesItem) => void;

function Decisions({
  item,
  saver,
  set,
  setDecision,
}: {
  item: MinutesItem;
  saver: MinutesSaver;
  set: SetItem;
  setDecision: (id: string, text: string) => void;
}) {
  const t = useTranslations('meetings.minutes');
  const add = () =>
    set((i) => ({ ...i, decisions: [...i.decisions, { id: crypto.randomUUID(), text: '' } satisfies Decision] }));
  return (
    <div className="mt-4">
      <h4 className="mb-1 font-bold">{t('decisions')}</h4>
      <ul className="flex flex-col gap-2">
        {item.decisions.map((d, n) => (
          <li key={d.id} className="flex items-end gap-2">
            <div className="grow">
              <LiveField
                id={`decision-${d.id}`}
                label={t('decision', { number: n + 1 })}
                value={d.text}
                onText={(text) => setDecision(d.id, text)}
                onComposing={saver.compose}
              />
            </div>
            <IconButton
              icon={Trash2}
              label={t('removeDecision', { number: n + 1 })}
              onClick={() => set((i) => ({ ...i, decisions: i.decisions.filter((x) => x.id !== d.id) }))}
            />
          </li>
        ))}
      </ul>
      <Button size="sm" variant="text" icon={Plus} onClick={add}>
        {t('addDecision')}
      </Button>
    </div>
  );
}

interface TasksProps {
  item: MinutesItem;
  record: MinutesRecord;
  saver: MinutesSaver;
  set: SetItem;
  setTask: (id: string, next: Partial<MinutesTask>) => void;
}

function Tasks({ item, record, saver, set, setTask }: TasksProps) {
  const t = useTranslations('meetings.minutes');
  return (
    <div className="mt-3">
      <h4 className="mb-1 font-bold">{t('tasks')}</h4>
      <ul className="flex flex-col gap-3">
        {item.tasks.map((task, n) => (
          <TaskRow
            key={task.id}
            task={task}
            number={n + 1}
            record={record}
            saver={saver}
            onSet={(next) => setTask(task.id, next)}
            onRemove={() => set((i) => ({ ...i, tasks: i.tasks.filter((x) => x.id !== task.id) }))}
          />
        ))}
      </ul>
      <Button
        size="sm"
        variant="text"
        icon={Plus}
        onClick={() => set((i) => ({ ...i, tasks: [...i.tasks, { id: crypto.randomUUID(), task: '' }] }))}
      >
        {t('addTask')}
      </Button>
    </div>
  );
}

interface TaskRowProps {
  task: MinutesTask;
  number: number;
  record: MinutesRecord;
  saver: MinutesSaver;
  onSet: (next: Partial<MinutesTask>) => void;
  onRemove: () => void;
}

function TaskRow({ task, number, record, saver, onSet, onRemove }: TaskRowProps) {
  const t = useTranslations('meetings.minutes');
  const [other, setOther] = useState(false);
  const known = record.agencies.some((a) => a.id === task.agencyId);
  return (
    <li aria-label={t('taskLabel', { number })} className="rounded-8 bg-solid-gray-50 p-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          id={`agency-${task.id}`}
          label={t('agency')}
          width="full"
          empty={t('choose')}
          value={other ? 'other' : (task.agencyId ?? '')}
          onChange={(e) => {
            const { value } = e.currentTarget;
            setOther(value === 'other');
            if (value !== 'other') onSet({ agencyId: value || undefined });
          }}
          options={[
            ...record.agencies.map((a) => ({ value: a.id, label: a.name })),
            ...(task.agencyId && !known && !other ? [{ value: task.agencyId, label: t('chosenAgency') }] : []),
            { value: 'other', label: t('otherAgency') },
          ]}
        />
        <Select
          id={`member-${task.id}`}
          label={t('for')}
          width="full"
          empty={t('household')}
          value={task.memberId ?? ''}
          onChange={(e) => onSet({ memberId: e.currentTarget.value || undefined })}
          options={record.persons.map((p) => ({ value: p.id, label: p.name || (p.relation ?? '') }))}
        />
        {other && (
          <AgencyPicker
            id={`picker-${task.id}`}
            label={t('pickAgency')}
            onChange={(agency) => {
              onSet({ agencyId: agency?.id });
              setOther(false);
            }}
          />
        )}
        <div className="sm:col-span-2">
          <LiveField
            id={`task-${task.id}`}
            label={t('task')}
            value={task.task}
            onText={(text) => onSet({ task: text })}
            onComposing={saver.compose}
          />
        </div>
        <LiveDate
          name={`due-${task.id}`}
          label={t('dueOn')}
          hint={t('dueHint')}
          value={task.dueOn}
          onDate={(dueOn) => onSet({ dueOn })}
        />
        <div className="self-end justify-self-end">
          <IconButton icon={Trash2} label={t('removeTask', { number })} onClick={onRemove} />
        </div>
      </div>
    </li>
  );
}
