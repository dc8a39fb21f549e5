import { useNavigate } from '@tanstack/react-router';
import { BookOpen } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { createStudy } from '@/api/generated';
import { ready, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

/** Begins a study of a case: the draft holds nothing that anybody wrote on the case. */
export function StartStudyDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const t = useTranslations('studies.startDialog');
  const navigate = useNavigate();
  const verb = useVerb({
    read: () => ready({ caseId }),
    send: async (body, headers) => (await createStudy({ body, headers, throwOnError: true })).data,
    done: (study) => void navigate({ to: '/studies/$studyId', params: { studyId: study.id } }),
  });
  return (
    <VerbDialog
      title={t('title')}
      lead={
        <>
          <p>{t('lead')}</p>
          <p className="mt-2">{t('leadSecond')}</p>
        </>
      }
      submit={t('submit')}
      icon={BookOpen}
      verb={verb}
      onClose={onClose}
    />
  );
}
