import { FileCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Handoff, regroundHandoff } from '@/api/generated';
import { useToast } from '@/components/ui';
import { GroundFields, needsNote } from '../disclosures/GroundFields';
import { useMeanwhile } from '../handoffs/conflict';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

/** 根拠を示す: the content of a つなぎ is shown again, on another ground than the consent that was withdrawn. */
export function RegroundDialog({ handoff, onClose }: { handoff: Handoff; onClose: () => void }) {
  const t = useTranslations('consents.reground');
  const toast = useToast();
  const [ground, setGround] = useState('');
  const { meanwhile, now, look } = useMeanwhile(handoff, 'reground');
  const verb = useVerb({
    read: (form) => {
      const groundNote = textOf(form, 'groundNote');
      const faults: Record<string, string> = {};
      if (!ground) faults.ground = t('groundMissing');
      if (needsNote(ground) && !groundNote) faults.groundNote = t('noteMissing');
      return Object.keys(faults).length > 0 ? faulty(faults) : ready({ ground, groundNote: groundNote || undefined });
    },
    send: async (body, headers) => {
      const path = { handoffId: handoff.id };
      return (await regroundHandoff({ path, body, headers: { ...headers, 'If-Match': now.etag }, throwOnError: true }))
        .data;
    },
    done: () => {
      toast(t('done', { to: handoff.to.name }));
      onClose();
    },
    conflict: look,
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead', { to: handoff.to.name })}</p>}
      submit={t('submit')}
      icon={FileCheck}
      verb={verb}
      meanwhile={meanwhile}
      onClose={onClose}
    >
      <GroundFields whom="agency" ground={ground} onGround={setGround} faults={verb.faults} />
    </VerbDialog>
  );
}
