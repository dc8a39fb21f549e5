import { PackageX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { noteMissingResource } from '@/api/generated';
import { Select, Textarea, useToast } from '@/components/ui';
import { labelOf, useReference } from '../cases/reference';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

/** 足りない社会資源: what nothing in the city could give. No personal data. */
export function MissingResourceDialog({ caseId, onClose }: { caseId?: string; onClose: () => void }) {
  const t = useTranslations('plans.missing');
  const toast = useToast();
  const reference = useReference();
  const options = (list: readonly { code: string; label: string }[] | undefined) =>
    (list ?? []).map((x) => ({ value: x.code, label: labelOf(list, x.code) }));
  const verb = useVerb({
    read: (form) => {
      const field = textOf(form, 'field');
      const what = textOf(form, 'what');
      const faults: Record<string, string> = {};
      if (!field) faults.field = t('fieldMissing');
      if (!what) faults.what = t('whatMissing');
      if (Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        caseId,
        field,
        what,
        ward: textOf(form, 'ward') || undefined,
        issue: textOf(form, 'issue') || undefined,
      });
    },
    send: async (body, headers) => (await noteMissingResource({ body, headers, throwOnError: true })).data,
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
      icon={PackageX}
      verb={verb}
      onClose={onClose}
    >
      <Select
        name="field"
        id="field"
        label={t('field')}
        required
        empty={t('choose')}
        error={verb.faults.field}
        options={options(reference?.fields)}
      />
      <Textarea
        name="what"
        id="what"
        label={t('what')}
        hint={t('whatHint')}
        required
        limit={2000}
        rows={3}
        error={verb.faults.what}
      />
      <Select
        name="ward"
        id="ward"
        label={t('ward')}
        optional
        empty={t('wholeCity')}
        error={verb.faults.ward}
        options={options(reference?.wards)}
      />
      <Select
        name="issue"
        id="issue"
        label={t('issue')}
        optional
        empty={t('noIssue')}
        error={verb.faults.issue}
        options={options(reference?.issueTypes)}
      />
    </VerbDialog>
  );
}
