import { ArrowDown, ArrowUp, Lock, Plus, Save, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { newIdempotencyKey } from '@/api/fetch';
import { type AgendaItem, type Meeting, prepareConference } from '@/api/generated';
import type { ApiProblem } from '@/api/problems';
import { Button, Card, EmptyState, IconButton, NoticeBanner, ProblemPanel, TextField, useToast } from '@/components/ui';
import { may, problemFrom, useMeetingRefresh } from './useMeeting';

/** 議題: proposed from what is open and what changed, ordered by a person, frozen when the meeting begins. */
export function AgendaPanel({ meeting }: { meeting: Meeting }) {
  return may(meeting, 'prepare') ? <Editor meeting={meeting} /> : <Fixed meeting={meeting} />;
}

function total(items: readonly AgendaItem[]): number {
  return items.reduce((sum, i) => sum + (i.minutes ?? 0), 0);
}

function Fixed({ meeting }: { meeting: Meeting }) {
  const t = useTranslations('meetings.agenda');
  if (meeting.agenda.length === 0) return <EmptyState title={t('none')}>{t('noneWhy')}</EmptyState>;
  return (
    <Card title={t('title', { minutes: total(meeting.agenda) })}>
      {(meeting.state === 'held' || meeting.state === 'recorded') && (
        <p className="mb-3 flex items-center gap-2 text-solid-gray-700">
          <Lock aria-hidden size="1.1em" />
          {t('frozen')}
        </p>
      )}
      <AgendaList items={meeting.agenda} />
    </Card>
  );
}

/** The agenda to be read. */
export function AgendaList({ items }: { items: readonly AgendaItem[] }) {
  const t = useTranslations('meetings.agenda');
  return (
    <ol className="flex flex-col gap-2">
      {items.map((i, n) => (
        <li key={i.id} className="flex gap-3 border-b border-solid-gray-200 pb-2 last:border-0">
          <span className="w-7 shrink-0 text-right font-bold tabular-nums">{n + 1}.</span>
          <div className="min-w-0 grow">
            <p className="font-bold">{i.title}</p>
            {i.note && <p className="text-[0.9375rem] whitespace-pre-wrap text-solid-gray-700">{i.note}</p>}
          </div>
          {i.minutes ? <span className="shrink-0 tabular-nums">{t('minutesOf', { minutes: i.minutes })}</span> : null}
        </li>
      ))}
    </ol>
  );
}

function Editor({ meeting }: { meeting: Meeting }) {
  const t = useTranslations('meetings.agenda');
  const toast = useToast();
  const refresh = useMeetingRefresh();
  const [items, setItems] = useState<readonly AgendaItem[]>(meeting.agenda);
  const [seen, setSeen] = useState(meeting);
  const touched = said(items) !== said(seen.agenda);
  const changed = said(meeting.agenda) !== said(seen.agenda);
  if (meeting !== seen && (!changed || !touched)) {
    // Only the rest of the meeting changed, or nothing was typed here: the newest counts.
    setSeen(meeting);
    if (changed) setItems(meeting.agenda);
  }
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const list = useRef<HTMLOListElement>(null);
  const offered = meeting.suggestions.filter((s) => !items.some((i) => i.source === s.source));
  const set = (id: string, next: Partial<AgendaItem>) =>
    setItems(items.map((i) => (i.id === id ? { ...i, ...next } : i)));
  const move = (from: number, to: number) => {
    const row = items[from];
    if (!row || to < 0 || to >= items.length) return;
    const rest = items.filter((_, n) => n !== from);
    setItems([...rest.slice(0, to), row, ...rest.slice(to)]);
    // The row keeps its button under the hand.
    requestAnimationFrame(() =>
      list.current?.children[to]?.querySelector<HTMLElement>(to < from ? '[data-up]' : '[data-down]')?.focus(),
    );
  };
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const path = { conferenceId: meeting.conferenceId };
      const body = { agenda: items.map((i) => ({ ...i, title: i.title.trim() })) };
      const { data } = await prepareConference({
        path,
        body,
        headers: { 'If-Match': seen.etag, 'Idempotency-Key': newIdempotencyKey() },
        throwOnError: true,
      });
      setSeen(data);
      setItems(data.agenda);
      await refresh(data);
      toast(t('saved'));
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  const add = (item?: AgendaItem) => setItems([...items, item ?? { id: crypto.randomUUID(), title: '' }]);
  return (
    <Card title={t('title', { minutes: total(items) })}>
      {meeting.agendaProposed && (
        <NoticeBanner level={3} title={t('proposedTitle')} className="mb-4">
          {t('proposed')}
        </NoticeBanner>
      )}
      {changed && touched && (
        <NoticeBanner
          tone="warning"
          live
          level={3}
          title={t('changedTitle')}
          className="mb-4"
          actions={
            <Button
              size="sm"
              variant="outline"
              onClick={() => {
                setSeen(meeting);
                setItems(meeting.agenda);
              }}
            >
              {t('takeTheirs')}
            </Button>
          }
        >
          {t('changed')}
        </NoticeBanner>
      )}
      {problem && (
        <div className="mb-4">
          <ProblemPanel error={problem} level={3} />
        </div>
      )}
      <ol ref={list} className="flex flex-col gap-3">
        {items.map((i, n) => (
          <li
            key={i.id}
            aria-label={t('row', { number: n + 1 })}
            className="rounded-8 border border-solid-gray-300 p-3"
          >
            <div className="flex flex-wrap items-start gap-3">
              <span className="w-7 pt-9 text-right font-bold tabular-nums">{n + 1}.</span>
              <div className="min-w-48 grow">
                <TextField
                  id={`title-${i.id}`}
                  label={t('item')}
                  defaultValue={i.title}
                  onChange={(e) => set(i.id, { title: e.currentTarget.value })}
                  error={problem?.errors.find((x) => x.pointer === `/items/${n}/title`)?.message}
                />
                <TextField
                  id={`note-${i.id}`}
                  label={t('note')}
                  defaultValue={i.note ?? ''}
                  onChange={(e) => set(i.id, { note: e.currentTarget.value || undefined })}
                />
              </div>
              <TextField
                id={`minutes-${i.id}`}
                label={t('time')}
                width="xs"
                inputMode="numeric"
                suffix={t('unit')}
                defaultValue={i.minutes ? String(i.minutes) : ''}
                onChange={(e) => set(i.id, { minutes: minutesOf(e.currentTarget.value) })}
              />
              <div className="flex gap-1 pt-8">
                <IconButton
                  data-up
                  icon={ArrowUp}
                  label={t('up', { number: n + 1 })}
                  aria-disabled={n === 0}
                  onClick={() => move(n, n - 1)}
                />
                <IconButton
                  data-down
                  icon={ArrowDown}
                  label={t('down', { number: n + 1 })}
                  aria-disabled={n === items.length - 1}
                  onClick={() => move(n, n + 1)}
                />
                <IconButton
                  icon={Trash2}
                  label={t('remove', { number: n + 1 })}
                  onClick={() => setItems(items.filter((x) => x.id !== i.id))}
                />
              </div>
            </div>
          </li>
        ))}
      </ol>
      <div className="mt-4 flex flex-wrap gap-3">
        <Button icon={Save} busy={busy} onClick={() => void save()}>
          {t('save')}
        </Button>
        <Button variant="outline" icon={Plus} onClick={() => add()}>
          {t('add')}
        </Button>
      </div>
      {offered.length > 0 && (
        <section className="mt-6">
          <h3 className="mb-2 text-std-17B-170">{t('suggestions')}</h3>
          <ul className="flex flex-col gap-2">
            {offered.map((s) => (
              <li key={s.id} className="flex flex-wrap items-center gap-3">
                <Button size="sm" variant="outline" icon={Plus} onClick={() => add(s)}>
                  {t('take')}
                </Button>
                <span>
                  {s.title}
                  {s.note && <span className="ml-2 text-solid-gray-700">{s.note}</span>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Card>
  );
}

/** What the agenda says; ids of proposed items are new with every look. */
function said(items: readonly AgendaItem[]): string {
  return JSON.stringify(items.map((i) => [i.title, i.note ?? '', i.minutes ?? 0, i.source ?? '']));
}

/** 全角でも; nothing and nonsense are no time. */
function minutesOf(text: string): number | undefined {
  const n = Number(text.normalize('NFKC').trim());
  return Number.isInteger(n) && n > 0 && n <= 480 ? n : undefined;
}
