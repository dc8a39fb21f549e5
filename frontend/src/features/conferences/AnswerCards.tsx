import { useTranslations } from 'use-intl';
import { answerConference, type Conference, respondConference } from '@/api/generated';
import { Card, useToast } from '@/components/ui';
import { AnswerForm, ReplyForm } from './AnswerForm';

/** My own ○△×, in the app. */
export function AnswerCard({ conference: k }: { conference: Conference }) {
  const t = useTranslations('conferences.answer');
  const toast = useToast();
  const mine = k.invitees.find((i) => i.id === k.myInviteeId);
  return (
    <Card title={t('title')}>
      <p className="mb-3 text-solid-gray-700">{t('lead')}</p>
      <AnswerForm
        slots={k.slots}
        answers={mine?.answers ?? []}
        answeredAt={mine?.answeredAt}
        send={async (body, headers) =>
          (await answerConference({ path: { conferenceId: k.id }, body, headers, throwOnError: true })).data
        }
        onDone={() => toast(t('done'))}
      />
    </Card>
  );
}

/** Whether I come, in the app. */
export function ReplyCard({ conference: k }: { conference: Conference }) {
  const t = useTranslations('conferences.reply');
  const toast = useToast();
  const mine = k.invitees.find((i) => i.id === k.myInviteeId);
  return (
    <Card title={t('title')}>
      <ReplyForm
        reply={mine?.reply}
        replyName={mine?.replyName}
        replyNote={mine?.replyNote}
        send={async (body, headers) =>
          (await respondConference({ path: { conferenceId: k.id }, body, headers, throwOnError: true })).data
        }
        onDone={() => toast(t('done'))}
      />
    </Card>
  );
}
