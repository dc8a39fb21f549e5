import { CircleHelp, HandHelping, MessageCircleReply, Undo2, Users } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { acceptHandoff, answerHandoff, askHandoff, type Handoff, joinHandoff, withdrawHandoff } from '@/api/generated';
import { Textarea, useToast } from '@/components/ui';
import { useReference } from '../cases/reference';
import { useMeanwhile } from './conflict';
import { faulty, ready, textOf, useVerb } from './useVerb';
import { VerbDialog } from './VerbDialog';

export interface HandoffDialogProps {
  handoff: Handoff;
  onClose: () => void;
}

/** Longest text of a reason, question or answer, in characters as a reader counts. */
export const TEXT_LIMIT = 2000;

/** 受け止める: the lead moves here in the same instant. */
export function AcceptDialog({ handoff, onClose }: HandoffDialogProps) {
  const t = useTranslations('handoffs.accept');
  const toast = useToast();
  const days = useReference()?.settings.firstContactBusinessDays;
  const { meanwhile, now, look } = useMeanwhile(handoff, 'accept');
  const verb = useVerb({
    read: (form) => ready({ note: textOf(form, 'note') || undefined }),
    send: async (body, headers) => {
      const path = { handoffId: handoff.id };
      return (await acceptHandoff({ path, body, headers: { ...headers, 'If-Match': now.etag }, throwOnError: true }))
        .data;
    },
    done: () => {
      toast(t('done'));
      onClose();
    },
    conflict: look,
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={
        <ul className="list-disc space-y-1 pl-6">
          <li>{t('lead1')}</li>
          <li>{t(handoff.leave ? 'lead2Leaves' : 'lead2', { from: handoff.from.name })}</li>
          {days !== undefined && <li>{t('lead3', { days })}</li>}
        </ul>
      }
      submit={t('submit')}
      icon={HandHelping}
      verb={verb}
      meanwhile={meanwhile}
      onClose={onClose}
    >
      <NoteField label={t('note', { from: handoff.from.name })} error={verb.faults.note} />
    </VerbDialog>
  );
}

/** 加わる: the lead stays where it is, also when the lead was asked for. */
export function JoinDialog({ handoff, onClose }: HandoffDialogProps) {
  const t = useTranslations('handoffs.join');
  const toast = useToast();
  const { meanwhile, now, look } = useMeanwhile(handoff, 'join');
  const verb = useVerb({
    read: (form) => ready({ note: textOf(form, 'note') || undefined }),
    send: async (body, headers) => {
      const path = { handoffId: handoff.id };
      return (await joinHandoff({ path, body, headers: { ...headers, 'If-Match': now.etag }, throwOnError: true }))
        .data;
    },
    done: () => {
      toast(t('done'));
      onClose();
    },
    conflict: look,
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={
        <>
          <p>{t('lead')}</p>
          {handoff.ask === 'lead' && <p className="mt-2 font-bold">{t('leadStays', { from: handoff.from.name })}</p>}
        </>
      }
      submit={t('submit')}
      icon={Users}
      verb={verb}
      meanwhile={meanwhile}
      onClose={onClose}
    >
      <NoteField label={t('note', { from: handoff.from.name })} error={verb.faults.note} />
    </VerbDialog>
  );
}

function NoteField({ label, error }: { label: string; error?: string }) {
  return <Textarea name="note" id="note" label={label} optional limit={TEXT_LIMIT} rows={3} error={error} />;
}

/** 質問する: the clock goes on, and the sender is told. */
export function AskDialog({ handoff, onClose }: HandoffDialogProps) {
  const t = useTranslations('handoffs.ask');
  return (
    <OneTextDialog
      handoff={handoff}
      onClose={onClose}
      action="ask"
      name="question"
      icon={CircleHelp}
      texts={{
        title: t('title'),
        lead: t('lead', { from: handoff.from.name }),
        label: t('label'),
        missing: t('missing'),
        submit: t('submit'),
        done: t('done'),
      }}
      send={(text, headers) =>
        askHandoff({ path: { handoffId: handoff.id }, body: { question: text }, headers, throwOnError: true })
      }
    />
  );
}

/** 質問に答える: the handoff waits for the receiver again. */
export function AnswerDialog({ handoff, onClose }: HandoffDialogProps) {
  const t = useTranslations('handoffs.answer');
  const open = handoff.questions.findLast((q) => !q.answer);
  return (
    <OneTextDialog
      handoff={handoff}
      onClose={onClose}
      action="answer"
      name="answer"
      icon={MessageCircleReply}
      quote={open?.text}
      texts={{
        title: t('title'),
        lead: t('lead', { to: handoff.to.name }),
        label: t('label'),
        missing: t('missing'),
        submit: t('submit'),
        done: t('done'),
      }}
      send={(text, headers) =>
        answerHandoff({ path: { handoffId: handoff.id }, body: { answer: text }, headers, throwOnError: true })
      }
    />
  );
}

/** 取り下げる: the receiver sees no more of the case. */
export function WithdrawDialog({ handoff, onClose }: HandoffDialogProps) {
  const t = useTranslations('handoffs.withdraw');
  return (
    <OneTextDialog
      handoff={handoff}
      onClose={onClose}
      action="withdraw"
      name="reason"
      icon={Undo2}
      danger
      texts={{
        title: t('title'),
        lead: t('lead', { to: handoff.to.name }),
        label: t('label'),
        missing: t('missing'),
        submit: t('submit'),
        done: t('done'),
      }}
      send={(text, headers) =>
        withdrawHandoff({ path: { handoffId: handoff.id }, body: { reason: text }, headers, throwOnError: true })
      }
    />
  );
}

interface OneTextDialogProps extends HandoffDialogProps {
  action: 'ask' | 'answer' | 'withdraw';
  name: 'question' | 'answer' | 'reason';
  icon: typeof Undo2;
  danger?: boolean;
  /** What the text answers to. */
  quote?: string;
  texts: Record<'title' | 'lead' | 'label' | 'missing' | 'submit' | 'done', string>;
  send: (text: string, headers: { 'If-Match'?: string; 'Idempotency-Key': string }) => Promise<{ data: Handoff }>;
}

function OneTextDialog({ handoff, onClose, action, name, icon, danger, quote, texts, send }: OneTextDialogProps) {
  const toast = useToast();
  const { meanwhile, now, look } = useMeanwhile(handoff, action);
  const verb = useVerb({
    read: (form) => {
      const text = textOf(form, name);
      return text ? ready({ text }) : faulty({ [name]: texts.missing });
    },
    send: async ({ text }, headers) => (await send(text, { ...headers, 'If-Match': now.etag })).data,
    done: () => {
      toast(texts.done);
      onClose();
    },
    conflict: look,
  });
  return (
    <VerbDialog
      title={texts.title}
      lead={<p>{texts.lead}</p>}
      submit={texts.submit}
      icon={icon}
      variant={danger ? 'danger' : undefined}
      verb={verb}
      meanwhile={meanwhile}
      onClose={onClose}
    >
      {quote && <blockquote className="border-l-4 border-solid-gray-300 pl-4 whitespace-pre-wrap">{quote}</blockquote>}
      <Textarea
        name={name}
        id={name}
        label={texts.label}
        required
        limit={TEXT_LIMIT}
        rows={4}
        error={verb.faults[name]}
      />
    </VerbDialog>
  );
}
