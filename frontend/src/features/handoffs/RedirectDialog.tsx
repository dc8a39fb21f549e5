import { CornerUpRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AgencyRef, type Case, redirectHandoff } from '@/api/generated';
import { Textarea, useToast } from '@/components/ui';
import { AgencyPicker, AgencySuggestions } from '@/features/directory';
import { GroundFields, needsNote } from '../disclosures/GroundFields';
import { ProtectionWarning } from '../protections';
import { type HandoffDialogProps, TEXT_LIMIT } from './AnswerDialogs';
import { useMeanwhile } from './conflict';
import { faulty, ready, textOf, useVerb } from './useVerb';
import { VerbDialog } from './VerbDialog';

/** 別の機関にお願いする: a coordinator names another agency; the lead stays where it is until that one takes it. */
export function RedirectDialog({ handoff, case: c, onClose }: HandoffDialogProps & { case: Case }) {
  const t = useTranslations('desk.redirect');
  const toast = useToast();
  const [next, setNext] = useState<AgencyRef>();
  const [ground, setGround] = useState('');
  const { meanwhile, now, look } = useMeanwhile(handoff, 'redirect');
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      const groundNote = textOf(form, 'groundNote');
      const faults: Record<string, string> = {};
      if (!next) faults.nextAgencyId = t('nextMissing');
      if (!reason) faults.reason = t('reasonMissing');
      if (!ground) faults.ground = t('groundMissing');
      if (needsNote(ground) && !groundNote) faults.groundNote = t('groundNoteMissing');
      if (!next || Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        nextAgencyId: next.id,
        reason,
        request: textOf(form, 'request') || undefined,
        ground,
        groundNote: groundNote || undefined,
      });
    },
    send: async (body, headers) => {
      const path = { handoffId: handoff.id };
      return (await redirectHandoff({ path, body, headers: { ...headers, 'If-Match': now.etag }, throwOnError: true }))
        .data;
    },
    done: () => {
      toast(t('done', { to: next?.name ?? '' }));
      onClose();
    },
    conflict: look,
  });
  const left = [handoff.to.id, handoff.from.id, c.lead.id];
  return (
    <VerbDialog
      size="lg"
      title={t('title')}
      lead={
        <ul className="list-disc space-y-1 pl-6">
          <li>{t('lead1', { lead: c.lead.name })}</li>
          <li>{t('lead2', { to: handoff.to.name })}</li>
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
        exclude={left}
        error={verb.faults.nextAgencyId}
      />
      {!next && (
        <AgencySuggestions
          issues={c.issues}
          ward={c.ward}
          district={c.district}
          caseId={c.id}
          exclude={left}
          chosen={[]}
          limit={4}
          onChoose={(a) => setNext({ id: a.id, code: a.code, name: a.name })}
        />
      )}
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        required
        limit={TEXT_LIMIT}
        rows={3}
        error={verb.faults.reason}
      />
      <Textarea
        name="request"
        id="request"
        label={t('request')}
        optional
        limit={TEXT_LIMIT}
        rows={2}
        defaultValue={handoff.request}
        error={verb.faults.request}
      />
      <GroundFields whom="agency" ground={ground} onGround={setGround} faults={verb.faults} />
      {c.protected && <ProtectionWarning when="handOff" />}
    </VerbDialog>
  );
}
