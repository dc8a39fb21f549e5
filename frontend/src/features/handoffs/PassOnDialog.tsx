import { CornerUpRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AgencyRef, type Case, type Handoff, passOnHandoff } from '@/api/generated';
import { Button, Dialog, NoticeBanner, Textarea, useToast } from '@/components/ui';
import { AgencyPicker, AgencySuggestions } from '@/features/directory';
import { ProtectionWarning } from '../protections';
import { type HandoffDialogProps, TEXT_LIMIT } from './AnswerDialogs';
import { useMeanwhile } from './conflict';
import { faulty, ready, textOf, useVerb } from './useVerb';
import { VerbDialog } from './VerbDialog';

/** 受け止めて次へつなぐ: takes the lead and asks a named next agency; a たらい回し goes to the coordinators instead. */
export function PassOnDialog({ handoff, case: c, onClose }: HandoffDialogProps & { case: Case }) {
  const t = useTranslations('handoffs.passOn');
  const toast = useToast();
  const [next, setNext] = useState<AgencyRef>();
  const [escalated, setEscalated] = useState<Handoff>();
  const { meanwhile, now, look } = useMeanwhile(handoff, 'pass_on');
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      const faults: Record<string, string> = {};
      if (!next) faults.nextAgencyId = t('nextMissing');
      if (!reason) faults.reason = t('reasonMissing');
      if (!next || !reason) return faulty(faults);
      return ready({ nextAgencyId: next.id, reason, request: textOf(form, 'request') || undefined });
    },
    send: async (body, headers) => {
      const path = { handoffId: handoff.id };
      return (await passOnHandoff({ path, body, headers: { ...headers, 'If-Match': now.etag }, throwOnError: true }))
        .data;
    },
    done: (answer) => {
      if (answer.state === 'escalated') {
        setEscalated(answer);
        return;
      }
      toast(t('done', { to: next?.name ?? '' }));
      onClose();
    },
    conflict: look,
  });
  if (escalated) return <PingPongDialog onClose={onClose} />;
  return (
    <VerbDialog
      size="lg"
      title={t('title')}
      lead={
        <ul className="list-disc space-y-1 pl-6">
          <li>{t('lead1')}</li>
          <li>{t('lead2', { from: handoff.from.name })}</li>
        </ul>
      }
      submit={t('submit')}
      icon={CornerUpRight}
      verb={verb}
      meanwhile={meanwhile}
      onClose={onClose}
    >
      <AgencyPicker
        name="nextAgencyId"
        label={t('next')}
        required
        value={next}
        onChange={setNext}
        exclude={[handoff.to.id]}
        error={verb.faults.nextAgencyId}
      />
      {!next && (
        <AgencySuggestions
          issues={c.issues}
          ward={c.ward}
          district={c.district}
          caseId={c.id}
          exclude={[handoff.to.id, handoff.from.id]}
          chosen={[]}
          limit={4}
          onChoose={(a) => setNext({ id: a.id, code: a.code, name: a.name })}
        />
      )}
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        hint={t('reasonHint')}
        required
        limit={TEXT_LIMIT}
        rows={3}
        error={verb.faults.reason}
      />
      <Textarea
        name="request"
        id="request"
        label={t('request')}
        hint={t('requestHint')}
        optional
        limit={TEXT_LIMIT}
        rows={2}
        defaultValue={handoff.request}
        error={verb.faults.request}
      />
      {c.protected && <ProtectionWarning when="handOff" />}
    </VerbDialog>
  );
}

/** The answer was an escalation: said in full, for the reader expected something else. */
export function PingPongDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('handoffs.pingPong');
  return (
    <Dialog open title={t('title')} onClose={onClose} footer={<Button onClick={onClose}>{t('close')}</Button>}>
      <NoticeBanner tone="warning" live level={3} title={t('notice')}>
        <ul className="list-disc space-y-1 pl-6">
          <li>{t('why')}</li>
          <li>{t('lead')}</li>
          <li>{t('next')}</li>
        </ul>
      </NoticeBanner>
    </Dialog>
  );
}
