import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useSubmissionKey } from '@/api/client';
import { discardMail, type MailMessage, resendMail } from '@/api/generated';
import { Button, Dialog, NoticeBanner, ProblemPanel, useToast } from '@/components/ui';
import { refreshMail } from './MailPage';

export interface MoveDialogProps {
  message: MailMessage;
  verb: 'resend' | 'discard';
  onClose: () => void;
}

/** Asks once more before a mail is sent again or given up. */
export function MoveDialog({ message, verb, onClose }: MoveDialogProps) {
  const t = useTranslations('mail');
  const ui = useTranslations('ui');
  const toast = useToast();
  const queries = useQueryClient();
  const { headers } = useSubmissionKey();
  const move = useMutation({
    mutationFn: async () => {
      const call = verb === 'resend' ? resendMail : discardMail;
      await call({
        path: { messageId: message.id },
        headers: { ...headers(), 'If-Match': `"${message.version}"` },
        throwOnError: true,
      });
    },
    onSuccess: () => {
      toast(t(`${verb}Done`));
      onClose();
    },
    onSettled: () => refreshMail(queries),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={t(`${verb}Title`)}
      footer={
        <>
          <Button variant={verb === 'discard' ? 'danger' : 'solid'} busy={move.isPending} onClick={() => move.mutate()}>
            {t(verb)}
          </Button>
          <Button variant="text" onClick={onClose}>
            {ui('cancel')}
          </Button>
        </>
      }
    >
      <p>{t(`${verb}Why`, { to: message.account?.name ?? message.to })}</p>
      {verb === 'resend' && message.state === 'unsure' && (
        <NoticeBanner tone="warning" title={t('twice')} className="mt-4">
          {t('twiceWhy')}
        </NoticeBanner>
      )}
      {move.isError && <ProblemPanel error={move.error} />}
    </Dialog>
  );
}
