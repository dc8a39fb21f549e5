import { useTranslations } from 'use-intl';
import type { DispatchMeeting } from '@/api/generated';
import { DateField, TextField } from '@/components/ui';
import { parseDate } from '@/lib/wareki';
import { textOf } from '../handoffs/useVerb';
import { instantOf, parseTime } from '../timeline/when';

/** The meeting as it was typed; undefined when nothing was, 'wrong' when only half of it can be read. */
export function readMeeting(form: FormData): DispatchMeeting | undefined | 'wrong' {
  const [day, at] = [textOf(form, 'meetingDate'), textOf(form, 'meetingTime')];
  if (!day && !at) return undefined;
  const date = parseDate(day);
  const time = parseTime(at);
  if (!date || !('date' in date) || !date.date || !time) return 'wrong';
  const minutes = Number(textOf(form, 'meetingMinutes').normalize('NFKC')) || 60;
  return { start: instantOf(date.date, time), minutes, place: textOf(form, 'meetingPlace') || undefined };
}

/** Names of the form's fields for the server's pointers. */
export function meetingField(name: string): string {
  const fields: Record<string, string> = {
    'meeting.start': 'meetingDate',
    'meeting.minutes': 'meetingMinutes',
    'meeting.place': 'meetingPlace',
  };
  return fields[name] ?? name;
}

/** 日時と場所, where they are known. */
export function MeetingFields({ faults, lead }: { faults: Readonly<Record<string, string>>; lead: string }) {
  const t = useTranslations('advisors.meeting');
  return (
    <fieldset className="flex flex-col gap-4 rounded-12 bg-solid-gray-50 p-4">
      <legend className="float-left mb-2 w-full">{lead}</legend>
      <div className="flex flex-wrap items-start gap-4">
        <DateField id="meetingDate" name="meetingDate" label={t('date')} optional error={faults.meetingDate} />
        <TextField
          id="meetingTime"
          name="meetingTime"
          label={t('time')}
          hint={t('timeHint')}
          optional
          width="xs"
          tidy={(text) => parseTime(text) ?? text}
          error={faults.meetingTime}
        />
        <TextField
          id="meetingMinutes"
          name="meetingMinutes"
          label={t('minutes')}
          optional
          width="xs"
          inputMode="numeric"
          defaultValue="60"
          error={faults.meetingMinutes}
        />
      </div>
      <TextField
        id="meetingPlace"
        name="meetingPlace"
        label={t('place')}
        hint={t('placeHint')}
        optional
        width="lg"
        error={faults.meetingPlace}
      />
    </fieldset>
  );
}
