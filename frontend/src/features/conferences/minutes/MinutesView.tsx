import { useTranslations } from 'use-intl';
import type { Addendum, MinutesRecord, MinutesTask } from '@/api/generated';
import { Card, Chip, EmptyState } from '@/components/ui';
import { formatWareki } from '@/lib/wareki';
import { longMoment } from '../../cases/dates';

/** The record to be read, with what was added since. */
export function MinutesView({ record }: { record: MinutesRecord }) {
  const t = useTranslations('meetings.minutes');
  const { minutes } = record;
  if (minutes.items.length === 0) return <EmptyState title={t('nothing')}>{t('nothingWhy')}</EmptyState>;
  return (
    <div className="flex flex-col gap-4">
      {record.final && (
        <p className="text-solid-gray-700">
          {t('finalSince', {
            at: record.updatedAt ? longMoment(record.updatedAt) : '',
            name: record.updatedBy?.name ?? '',
          })}
        </p>
      )}
      {minutes.items.map((i, n) => (
        <Card key={i.id} title={`${n + 1}. ${i.title}`}>
          {i.talk && <p className="whitespace-pre-wrap">{i.talk}</p>}
          {i.decisions.length > 0 && (
            <>
              <h3 className="mt-3 font-bold">{t('decisions')}</h3>
              <ul className="list-disc pl-6">
                {i.decisions.map((d) => (
                  <li key={d.id}>{d.text}</li>
                ))}
              </ul>
            </>
          )}
          {i.tasks.length > 0 && (
            <>
              <h3 className="mt-3 font-bold">{t('tasks')}</h3>
              <TaskLines record={record} tasks={i.tasks} />
            </>
          )}
          <Addenda of={record.addenda.filter((a) => a.itemId === i.id)} />
        </Card>
      ))}
      {(minutes.general || minutes.nextOn || minutes.monitorOn) && (
        <Card title={t('closing')}>
          {minutes.general && <p className="whitespace-pre-wrap">{minutes.general}</p>}
          {minutes.nextOn && <p className="mt-2">{t('nextIs', { on: formatWareki(minutes.nextOn) })}</p>}
          {minutes.monitorOn && <p>{t('monitorIs', { on: formatWareki(minutes.monitorOn) })}</p>}
        </Card>
      )}
      <Addenda of={record.addenda.filter((a) => !a.itemId)} />
    </div>
  );
}

export function TaskLines({ record, tasks }: { record: MinutesRecord; tasks: readonly MinutesTask[] }) {
  const t = useTranslations('meetings.minutes');
  return (
    <ul className="flex flex-col gap-1">
      {tasks.map((x) => {
        const who = record.agencies.find((a) => a.id === x.agencyId)?.name;
        const person = record.persons.find((p) => p.id === x.memberId)?.name;
        return (
          <li key={x.id} className="flex flex-wrap items-center gap-2">
            <Chip tone="blue">{who ?? t('agencyOpen')}</Chip>
            <span>{x.task}</span>
            <span className="text-[0.9375rem] text-solid-gray-700">
              {[person, x.dueOn && t('until', { on: formatWareki(x.dueOn) })].filter(Boolean).join('・')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Addenda({ of }: { of: readonly Addendum[] }) {
  const t = useTranslations('meetings.addendum');
  if (of.length === 0) return null;
  return (
    <ul className="mt-3 flex flex-col gap-2">
      {of.map((a) => (
        <li key={a.id} className="border-l-4 border-key-900 bg-key-50 p-3">
          <p className="font-bold">{t('added')}</p>
          <p className="whitespace-pre-wrap">{a.text}</p>
          <p className="text-[0.9375rem] text-solid-gray-700">
            {t('by', { reason: a.reason, name: a.by.name, at: longMoment(a.at) })}
          </p>
        </li>
      ))}
    </ul>
  );
}
