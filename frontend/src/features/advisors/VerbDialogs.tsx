import { useQuery } from '@tanstack/react-query';
import { Ban, CircleCheck, HandHelping, NotebookPen, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  adviseDispatch,
  assignDispatch,
  cancelDispatch,
  completeDispatch,
  confirmDispatch,
  type Dispatch,
  followUpDispatch,
} from '@/api/generated';
import { suggestAdvisorsOptions } from '@/api/generated/@tanstack/react-query.gen';
import {
  Checkbox,
  DateField,
  type DateValue,
  EmptyState,
  ProblemPanel,
  RadioGroup,
  Skeleton,
  Textarea,
  TextField,
  useToast,
} from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { MeetingFields, meetingField, readMeeting } from './MeetingFields';

export interface DispatchDialogProps {
  dispatch: Dispatch;
  onClose: () => void;
}

function useDispatchVerb(close: () => void, words: 'assign' | 'confirm' | 'record' | 'complete' | 'cancel') {
  const t = useTranslations(`advisors.${words}`);
  const toast = useToast();
  return () => {
    toast(t('done'));
    close();
  };
}

/** Chooses the advisor, the best match first. */
export function AssignDialog({ dispatch: d, onClose }: DispatchDialogProps) {
  const t = useTranslations('advisors.assign');
  const meeting = useTranslations('advisors.meeting');
  const found = useQuery(suggestAdvisorsOptions({ path: { dispatchId: d.id } }));
  const done = useDispatchVerb(onClose, 'assign');
  const verb = useVerb({
    read: (form) => {
      const advisorId = textOf(form, 'advisorId');
      const when = readMeeting(form);
      if (!advisorId) return faulty({ advisorId: t('missing') });
      return when === 'wrong' ? faulty({ meetingDate: meeting('wrong') }) : ready({ advisorId, meeting: when });
    },
    send: async (body, headers) =>
      (
        await assignDispatch({
          path: { dispatchId: d.id },
          body,
          headers: { ...headers, 'If-Match': d.etag },
          throwOnError: true,
        })
      ).data,
    done,
    rename: meetingField,
  });
  return (
    <VerbDialog
      size="lg"
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={UserRoundPlus}
      verb={verb}
      onClose={onClose}
    >
      {found.isPending && <Skeleton lines={4} />}
      {found.isError && <ProblemPanel error={found.error} onRetry={() => void found.refetch()} level={3} />}
      {found.data?.items.length === 0 && <EmptyState title={t('none')} />}
      {found.data && found.data.items.length > 0 && (
        <RadioGroup
          name="advisorId"
          label={t('choose')}
          required
          error={verb.faults.advisorId}
          options={found.data.items.map((a) => ({
            value: a.id,
            label: [a.name, a.organisation && `（${a.organisation}）`].filter(Boolean).join(''),
            hint: [
              a.matching.length > 0
                ? t('matching', { fields: a.matching.map((f) => f.label).join('・') })
                : t('noMatch'),
              t('load', { count: a.open }),
              a.expertise,
            ]
              .filter(Boolean)
              .join('　'),
          }))}
        />
      )}
      {d.mode !== 'advice' && <MeetingFields faults={verb.faults} lead={t('meeting')} />}
    </VerbDialog>
  );
}

/** The advisor takes it on, with the pledge. */
export function ConfirmDialog({ dispatch: d, onClose }: DispatchDialogProps) {
  const t = useTranslations('advisors.confirm');
  const assign = useTranslations('advisors.assign');
  const meeting = useTranslations('advisors.meeting');
  const done = useDispatchVerb(onClose, 'confirm');
  const verb = useVerb({
    read: (form) => {
      const when = readMeeting(form);
      if (!form.has('pledged')) return faulty({ pledged: t('pledgeMissing') });
      return when === 'wrong' ? faulty({ meetingDate: meeting('wrong') }) : ready({ pledged: true, meeting: when });
    },
    send: async (body, headers) =>
      (
        await confirmDispatch({
          path: { dispatchId: d.id },
          body,
          headers: { ...headers, 'If-Match': d.etag },
          throwOnError: true,
        })
      ).data,
    done,
    rename: meetingField,
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={HandHelping}
      verb={verb}
      onClose={onClose}
    >
      <Checkbox id="pledged" name="pledged" label={t('pledge')} error={verb.faults.pledged} />
      {d.mode !== 'advice' && !d.meeting && <MeetingFields faults={verb.faults} lead={assign('meeting')} />}
    </VerbDialog>
  );
}

/** What the advisor said, or how it went on. */
export function RecordDialog({ dispatch: d, onClose, followUp }: DispatchDialogProps & { followUp: boolean }) {
  const t = useTranslations('advisors.record');
  const done = useDispatchVerb(onClose, 'record');
  const today = todayInJapan(new Date());
  const [on, setOn] = useState<DateValue>({ text: today, date: today, valid: true });
  const verb = useVerb({
    read: (form) => {
      const text = textOf(form, 'text');
      const faults: Record<string, string> = {};
      if (!on.valid || !on.date) faults.on = t('onMissing');
      if (!text) faults.text = t('textMissing');
      if (!on.date || Object.keys(faults).length > 0) return faulty(faults);
      return ready({ on: on.date, minutes: Number(textOf(form, 'minutes').normalize('NFKC')) || 0, text });
    },
    send: async (body, headers) => {
      const order = {
        path: { dispatchId: d.id },
        body,
        headers: { ...headers, 'If-Match': d.etag },
        throwOnError: true,
      } as const;
      return (await (followUp ? followUpDispatch(order) : adviseDispatch(order))).data;
    },
    done,
  });
  return (
    <VerbDialog
      size="lg"
      title={t(followUp ? 'followTitle' : 'adviseTitle')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={NotebookPen}
      verb={verb}
      onClose={onClose}
    >
      <div className="flex flex-wrap gap-4">
        <DateField
          id="on"
          label={t('on')}
          required
          pastOnly
          defaultValue={today}
          onDateChange={setOn}
          error={verb.faults.on}
        />
        <TextField
          id="minutes"
          name="minutes"
          label={t('minutes')}
          optional
          width="xs"
          inputMode="numeric"
          error={verb.faults.minutes}
        />
      </div>
      <Textarea id="text" name="text" label={t('text')} required limit={10000} rows={8} error={verb.faults.text} />
    </VerbDialog>
  );
}

/** Ends it; what may be kept for later cases names nobody. */
export function CompleteDialog({ dispatch: d, onClose }: DispatchDialogProps) {
  const t = useTranslations('advisors.complete');
  const done = useDispatchVerb(onClose, 'complete');
  const [keep, setKeep] = useState(true);
  const verb = useVerb({
    read: (form) => {
      const [title, text] = [textOf(form, 'title'), textOf(form, 'text')];
      const faults: Record<string, string> = {};
      if (keep && !title) faults.title = t('titleMissing');
      if (keep && !text) faults.text = t('textMissing');
      if (Object.keys(faults).length > 0) return faulty(faults);
      return ready(keep ? { keep, title, text } : { keep });
    },
    send: async (body, headers) =>
      (
        await completeDispatch({
          path: { dispatchId: d.id },
          body,
          headers: { ...headers, 'If-Match': d.etag },
          throwOnError: true,
        })
      ).data,
    done,
  });
  return (
    <VerbDialog
      size="lg"
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={CircleCheck}
      verb={verb}
      onClose={onClose}
    >
      <Checkbox
        id="keep"
        name="keep"
        label={t('keep')}
        hint={t('keepHint')}
        checked={keep}
        onChange={(e) => setKeep(e.currentTarget.checked)}
      />
      {keep && (
        <>
          <TextField id="title" name="title" label={t('titleField')} required error={verb.faults.title} />
          <Textarea id="text" name="text" label={t('text')} required limit={2000} rows={5} error={verb.faults.text} />
        </>
      )}
    </VerbDialog>
  );
}

/** Calls it off. */
export function CancelDialog({ dispatch: d, onClose }: DispatchDialogProps) {
  const t = useTranslations('advisors.cancel');
  const done = useDispatchVerb(onClose, 'cancel');
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      return reason ? ready({ reason }) : faulty({ reason: t('missing') });
    },
    send: async (body, headers) =>
      (
        await cancelDispatch({
          path: { dispatchId: d.id },
          body,
          headers: { ...headers, 'If-Match': d.etag },
          throwOnError: true,
        })
      ).data,
    done,
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
        rows={3}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}
