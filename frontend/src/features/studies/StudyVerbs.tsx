import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { BookCheck, Send, Undo2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { approveStudy, type Study, sendBackStudy, submitStudy, withdrawStudy } from '@/api/generated';
import { Textarea, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { refreshShelves, useStudyDone } from './StudyPage';

export const studyTag = (study: Study) => ({ 'If-Match': study.etag });

const verbs = {
  submit: { send: submitStudy, icon: Send, variant: 'solid' },
  approve: { send: approveStudy, icon: BookCheck, variant: 'solid' },
  withdraw: { send: withdrawStudy, icon: Undo2, variant: 'danger' },
} as const;

interface StudyVerbProps {
  study: Study;
  onClose: () => void;
}

/** A verb that asks nothing but whether it is meant. */
export function StudyVerbDialog({ study, verb: what, onClose }: StudyVerbProps & { verb: keyof typeof verbs }) {
  const t = useTranslations(`studies.${what}Dialog`);
  const done = useStudyDone(study);
  const { send, icon, variant } = verbs[what];
  const verb = useVerb({
    read: () => ready({}),
    send: async (_, headers) =>
      (await send({ path: { studyId: study.id }, headers: { ...headers, ...studyTag(study) }, throwOnError: true }))
        .data,
    done: (now) => {
      done(now, t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={icon}
      variant={variant}
      verb={verb}
      onClose={onClose}
    />
  );
}

/** Back to its author, who is told what to change. */
export function SendBackDialog({ study, onClose }: StudyVerbProps) {
  const t = useTranslations('studies.sendBackDialog');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const verb = useVerb({
    read: (form) => {
      const text = textOf(form, 'text');
      return text ? ready({ text }) : faulty({ text: t('missing') });
    },
    send: async (body, headers) =>
      (
        await sendBackStudy({
          path: { studyId: study.id },
          body,
          headers: { ...headers, ...studyTag(study) },
          throwOnError: true,
        })
      ).data,
    // a draft is its author's again: the second person goes on with what else waits
    done: () => {
      refreshShelves(queries);
      toast(t('done'));
      void navigate({ to: '/studies', search: { shelf: 'review' } });
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Undo2}
      verb={verb}
      onClose={onClose}
    >
      <Textarea id="text" name="text" label={t('text')} required limit={2000} rows={4} error={verb.faults.text} />
    </VerbDialog>
  );
}
