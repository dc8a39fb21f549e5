import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AnswerPage, ConferenceReply, ConferenceResponse, Mark, PollAnswer, SlotAnswer } from '@/api/generated';
import { Button, NoticeBanner, ProblemPanel, RadioGroup, TextField } from '@/components/ui';
import { cx } from '@/lib/cx';
import { formatInstant } from '@/lib/format';
import { faulty, ready, textOf, useVerb, type VerbHeaders } from '../handoffs/useVerb';
import { spanText } from './times';

const MARKS: readonly Mark[] = ['yes', 'maybe', 'no'];
const REPLIES: readonly ConferenceReply[] = ['attend', 'absent', 'proxy'];

export interface AnswerFormProps {
  slots: AnswerPage['slots'];
  answers: readonly SlotAnswer[];
  answeredAt?: string;
  send: (body: PollAnswer, headers: VerbHeaders) => Promise<unknown>;
  onDone: () => void;
}

/** ○△× per candidate: one group of three per slot, arrows move inside, Tab goes on to the next. */
export function AnswerForm({ slots, answers, answeredAt, send, onDone }: AnswerFormProps) {
  const t = useTranslations('conferences');
  const verb = useVerb({
    read: (form) => {
      const given = slots.flatMap((s) => {
        const mark = MARKS.find((m) => m === form.get(`mark-${s.id}`));
        return mark ? [{ slotId: s.id, mark, comment: textOf(form, `comment-${s.id}`) || undefined }] : [];
      });
      return given.length > 0 ? ready({ answers: given }) : faulty({ '': t('answer.missing') });
    },
    send,
    done: onDone,
  });
  return (
    <form {...verb.form} className="flex flex-col gap-3">
      {verb.problem && <ProblemPanel error={verb.problem} level={3} />}
      {verb.faults[''] && <NoticeBanner tone="error" live level={3} title={verb.faults['']} />}
      <ul className="flex flex-col divide-y divide-solid-gray-200 border-y border-solid-gray-200">
        {slots.map((s) => (
          <Slot key={s.id} slot={s} answer={answers.find((a) => a.slotId === s.id)} />
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" icon={Send} busy={verb.busy}>
          {t('answer.save')}
        </Button>
        {answeredAt && (
          <p className="text-[0.9375rem] text-solid-gray-700">
            {t('answer.answeredAt', { at: formatInstant(answeredAt) })}
          </p>
        )}
      </div>
    </form>
  );
}

function Slot({ slot: s, answer }: { slot: AnswerPage['slots'][number]; answer: SlotAnswer | undefined }) {
  const t = useTranslations('conferences');
  const at = spanText(s.startsAt, s.endsAt);
  return (
    <li className="flex flex-wrap items-end gap-x-6 gap-y-2 py-3">
      <fieldset className="min-w-0">
        <legend className="mb-1 font-bold">
          {at}
          {s.unusual && <span className="ml-2 text-[0.875rem] font-normal text-solid-gray-700">{s.unusual}</span>}
        </legend>
        <div className="flex gap-2">
          {MARKS.map((m) => (
            <label
              key={m}
              className={cx(
                'flex size-12 cursor-pointer items-center justify-center rounded-8 border border-solid-gray-420 text-[1.375rem] font-bold',
                'has-checked:border-key-900 has-checked:bg-key-900 has-checked:text-white',
                'has-focus-visible:outline-4 has-focus-visible:outline-black has-focus-visible:outline-offset-2 has-focus-visible:ring-2 has-focus-visible:ring-yellow-300',
              )}
            >
              <input
                type="radio"
                name={`mark-${s.id}`}
                value={m}
                defaultChecked={answer?.mark === m}
                className="sr-only"
              />
              <span aria-hidden>{t(`marks.${m}`)}</span>
              <span className="visually-hidden">{t(`markWords.${m}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <TextField
        name={`comment-${s.id}`}
        aria-label={`${at} ${t('answer.comment')}`}
        label={t('answer.comment')}
        width="md"
        defaultValue={answer?.comment}
        maxLength={400}
        className="grow"
      />
    </li>
  );
}

export interface ReplyFormProps {
  reply?: ConferenceReply;
  replyName?: string;
  replyNote?: string;
  send: (body: ConferenceResponse, headers: VerbHeaders) => Promise<unknown>;
  onDone: () => void;
}

/** 出席, 欠席, 代理. */
export function ReplyForm({ reply, replyName, replyNote, send, onDone }: ReplyFormProps) {
  const t = useTranslations('conferences.reply');
  const [chosen, setChosen] = useState(reply);
  const verb = useVerb({
    read: (form) => {
      const answer = REPLIES.find((r) => r === form.get('reply'));
      const name = textOf(form, 'name');
      const faults: Record<string, string> = {};
      if (!answer) faults.reply = t('missing');
      if (answer === 'proxy' && !name) faults.name = t('nameMissing');
      if (!answer || Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        reply: answer,
        name: answer === 'proxy' ? name : undefined,
        note: textOf(form, 'note') || undefined,
      });
    },
    send,
    done: onDone,
  });
  return (
    <form {...verb.form} className="flex flex-col gap-4">
      {verb.problem && <ProblemPanel error={verb.problem} level={3} />}
      <RadioGroup
        name="reply"
        label={t('label')}
        required
        columns={2}
        error={verb.faults.reply}
        defaultValue={reply}
        onChange={(e) => setChosen(REPLIES.find((r) => r === e.currentTarget.value))}
        options={REPLIES.map((value) => ({ value, label: t(`options.${value}`) }))}
      />
      {chosen === 'proxy' && (
        <TextField
          name="name"
          id="name"
          label={t('name')}
          required
          width="md"
          defaultValue={replyName}
          error={verb.faults.name}
        />
      )}
      <TextField
        name="note"
        id="note"
        label={t('note')}
        optional
        width="lg"
        defaultValue={replyNote}
        error={verb.faults.note}
      />
      <div>
        <Button type="submit" icon={Send} busy={verb.busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
