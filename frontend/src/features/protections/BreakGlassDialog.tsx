import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { breakGlass, type ProtectedPerson } from '@/api/generated';
import { NoticeBanner, RadioGroup, Textarea, useToast } from '@/components/ui';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

interface Props {
  caseId: string;
  /** Those hidden from the reader now. */
  persons: readonly ProtectedPerson[];
  onClose: () => void;
}

/** 緊急に確認する: a reason, thirty minutes, and said before who is told. */
export function BreakGlassDialog({ caseId, persons, onClose }: Props) {
  const t = useTranslations('protections.breakGlass');
  const toast = useToast();
  const [person, setPerson] = useState(persons.length === 1 ? persons[0]?.personId : undefined);
  const verb = useVerb({
    read: (form) => {
      const reason = textOf(form, 'reason');
      const faults: Record<string, string> = {};
      if (!person) faults.personId = t('personMissing');
      if (!reason) faults.reason = t('reasonMissing');
      if (!person || Object.keys(faults).length > 0) return faulty(faults);
      return ready({ personId: person, reason });
    },
    send: async (body, headers) => (await breakGlass({ path: { caseId }, body, headers, throwOnError: true })).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Eye}
      variant="danger"
      verb={verb}
      onClose={onClose}
    >
      <NoticeBanner tone="warning" level={3} title={t('effectTitle')}>
        <ul className="list-disc space-y-1 pl-6">
          <li>{t('effectTime')}</li>
          <li>{t('effectTold')}</li>
          <li>{t('effectKept')}</li>
        </ul>
      </NoticeBanner>
      {persons.length > 1 && (
        <RadioGroup
          name="personId"
          label={t('person')}
          required
          error={verb.faults.personId}
          onChange={(e) => setPerson(e.currentTarget.value)}
          options={persons.map((p) => ({ value: p.personId, label: p.name }))}
        />
      )}
      <Textarea
        name="reason"
        id="reason"
        label={t('reason')}
        hint={t('reasonHint')}
        required
        limit={2000}
        rows={3}
        error={verb.faults.reason}
      />
    </VerbDialog>
  );
}
