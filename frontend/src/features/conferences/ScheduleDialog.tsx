import { useQuery } from '@tanstack/react-query';
import { CalendarCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Conference, type ConferenceSchedule, rescheduleConference, scheduleConference } from '@/api/generated';
import { listRoomsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { ApiProblem } from '@/api/problems';
import { Checkbox, DateField, NoticeBanner, RadioGroup, Select, TextField, useToast } from '@/components/ui';
import { dateOfInstant, formatInstant } from '@/lib/format';
import { type Faults, faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { instantOf, parseTime } from '../timeline/when';
import { spanText } from './times';
import { conferenceTag } from './useConference';

export interface ScheduleDialogProps {
  conference: Conference;
  /** The candidate that is chosen to begin with; the best one otherwise. */
  chosen?: string;
  /** Of a conference that has a time: another one, or another place. */
  again?: boolean;
  onClose: () => void;
}

/** Time and place. What is taken then is named by the server; an unusual hour is asked, not refused. */
export function ScheduleDialog({ conference: k, chosen, again, onClose }: ScheduleDialogProps) {
  const t = useTranslations('conferences.schedule');
  const toast = useToast();
  const rooms = useQuery(listRoomsOptions());
  const start = again
    ? (k.slotId ?? 'other')
    : (chosen ?? k.best?.slotId ?? (k.slots.length === 1 ? k.slots[0]?.id : undefined));
  const [slot, setSlot] = useState(start);
  const [asked, setAsked] = useState<readonly string[]>([]);
  const date = useRef(k.startsAt ? dateOfInstant(k.startsAt) : undefined);
  const verb = useVerb({
    read: (form) => {
      const place = {
        roomId: textOf(form, 'roomId') || undefined,
        place: textOf(form, 'place') || undefined,
        url: textOf(form, 'url') || undefined,
      };
      const confirm = form.get('confirm') === 'on' || undefined;
      if (!slot) return faulty({ slotId: t('slotMissing') });
      if (slot !== 'other') return ready<ConferenceSchedule>({ slotId: slot, ...place, confirm });
      const [from, to] = [parseTime(textOf(form, 'start')), parseTime(textOf(form, 'end'))];
      if (!date.current || !from || !to) return faulty({ startsAt: t('timeMissing') });
      return ready<ConferenceSchedule>({
        startsAt: instantOf(date.current, from),
        endsAt: instantOf(date.current, to),
        ...place,
        confirm,
      });
    },
    send: async (body, headers) => {
      const call = {
        path: { conferenceId: k.id },
        body,
        headers: { ...headers, 'If-Match': conferenceTag(k.id) },
        throwOnError: true,
      } as const;
      try {
        return (again ? await rescheduleConference(call) : await scheduleConference(call)).data;
      } catch (error) {
        if (error instanceof ApiProblem && error.code === 'confirmation_needed')
          setAsked(error.errors.map((e) => e.message));
        throw error;
      }
    },
    done: () => {
      toast(t(again ? 'redone' : 'done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t(again ? 'retitle' : 'title')}
      lead={<p>{t(again ? 'relead' : 'lead')}</p>}
      submit={t(again ? 'resubmit' : 'submit')}
      icon={CalendarCheck}
      verb={verb}
      onClose={onClose}
    >
      <RadioGroup
        name="slotId"
        label={t('slot')}
        required
        error={verb.faults.slotId}
        defaultValue={start}
        onChange={(e) => setSlot(e.currentTarget.value)}
        options={[
          ...k.slots.map((s) => ({
            value: s.id,
            label: spanText(s.startsAt, s.endsAt),
            hint: [s.tally && t('tally', tallyOf(s.tally)), ...(s.clashes ?? []), s.unusual].filter(Boolean).join(' '),
          })),
          { value: 'other', label: t('other') },
        ]}
      />
      {slot === 'other' && (
        <OtherTime
          conference={k}
          faults={verb.faults}
          onDate={(d) => {
            date.current = d;
          }}
        />
      )}
      <Select
        key={rooms.data ? 'rooms' : 'none'}
        name="roomId"
        id="roomId"
        label={t('room')}
        empty={t('noRoom')}
        defaultValue={k.roomId ?? ''}
        error={verb.faults.roomId}
        options={(rooms.data?.items ?? [])
          .filter((r) => r.active || r.id === k.roomId)
          .map((r) => ({ value: r.id, label: [r.name, r.place].filter(Boolean).join('　') }))}
      />
      <TextField
        name="place"
        id="place"
        label={t('place')}
        hint={t('placeHint')}
        optional
        defaultValue={k.place}
        error={verb.faults.place}
      />
      <TextField
        name="url"
        id="url"
        label={t('url')}
        hint={t('urlHint')}
        optional
        inputMode="url"
        defaultValue={k.url}
        error={verb.faults.url}
      />
      {asked.length > 0 && (
        <NoticeBanner tone="warning" live level={3} title={asked.join(' ')}>
          <Checkbox name="confirm" label={t('confirm')} />
        </NoticeBanner>
      )}
    </VerbDialog>
  );
}

function tallyOf({ yes, maybe, no, silent }: { yes: number; maybe: number; no: number; silent: number }) {
  return { yes, maybe, no, silent };
}

interface OtherTimeProps {
  conference: Conference;
  faults: Faults;
  onDate: (date: string | undefined) => void;
}

function OtherTime({ conference: k, faults, onDate }: OtherTimeProps) {
  const t = useTranslations('conferences.schedule');
  const time = (instant: string | undefined) => (instant ? formatInstant(instant, 'time') : '');
  const tidy = (text: string) => parseTime(text) ?? text;
  return (
    <div className="flex flex-wrap items-start gap-x-4">
      <DateField
        id="startsAt"
        label={t('otherDate')}
        required
        defaultValue={k.startsAt ? dateOfInstant(k.startsAt) : undefined}
        onDateChange={({ date }) => onDate(date)}
        error={faults.startsAt}
      />
      <TextField
        name="start"
        label={t('start')}
        hint={t('timeHint')}
        required
        width="xs"
        tidy={tidy}
        defaultValue={time(k.startsAt)}
      />
      <TextField
        name="end"
        id="endsAt"
        label={t('end')}
        hint={t('timeHint')}
        required
        width="xs"
        tidy={tidy}
        defaultValue={time(k.endsAt)}
        error={faults.endsAt}
      />
    </div>
  );
}
