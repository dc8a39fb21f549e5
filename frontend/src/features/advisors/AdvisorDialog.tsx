import { Save } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Advisor, type AdvisorInput, createAdvisor, getAdvisor, updateAdvisor } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { CheckboxGroup, DateField, type DateValue, RadioGroup, Textarea, TextField, useToast } from '@/components/ui';
import { useReference } from '../cases/reference';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

interface AdvisorDialogProps {
  /** Absent: a new entry. */
  advisor?: Advisor;
  onClose: () => void;
  onSaved: () => void;
}

const dateOf = (date: string | undefined): DateValue => ({ text: date ?? '', date, valid: true });

/** Enters somebody into the registry, or changes an entry. */
export function AdvisorDialog({ advisor, onClose, onSaved }: AdvisorDialogProps) {
  const t = useTranslations('advisors.entry');
  const kinds = useTranslations('advisors.kind');
  const toast = useToast();
  const reference = useReference();
  const [from, setFrom] = useState<DateValue>(dateOf(advisor?.from));
  const [until, setUntil] = useState<DateValue>(dateOf(advisor?.until));
  const verb = useVerb({
    read: (form) => {
      const kind = form.get('kind');
      const fields = form.getAll('fields').map(String);
      const name = textOf(form, 'name');
      const faults: Record<string, string> = {};
      if (kind !== 'person' && kind !== 'organisation') faults.kind = t('kindMissing');
      if (!name) faults.name = t('nameMissing');
      if (fields.length === 0) faults.fields = t('fieldsMissing');
      if (!from.valid || !from.date) faults.from = t('fromMissing');
      if (!until.valid || (until.date && from.date && until.date < from.date)) faults.until = t('untilWrong');
      if (Object.keys(faults).length > 0 || !from.date) return faulty(faults);
      const optional = (field: string) => textOf(form, field) || undefined;
      const body: AdvisorInput = {
        kind: kind === 'organisation' ? 'organisation' : 'person',
        name,
        fields,
        from: from.date,
        until: until.date,
        kana: optional('kana'),
        organisation: optional('organisation'),
        expertise: optional('expertise'),
        phone: optional('phone'),
        email: optional('email'),
        accountEmail: optional('accountEmail'),
      };
      return ready(body);
    },
    send: async (body, headers) => {
      if (!advisor) return (await createAdvisor({ body, headers, throwOnError: true })).data;
      const path = { advisorId: advisor.id };
      const seen = await getAdvisor({ path, throwOnError: true }); // the list carries no tags
      if (seen.data.updatedAt !== advisor.updatedAt) throw new ApiProblem({ status: 412, code: 'stale' });
      const tag = seen.response?.headers.get('ETag') ?? '';
      return (await updateAdvisor({ path, body, headers: { ...headers, 'If-Match': tag }, throwOnError: true })).data;
    },
    done: () => {
      toast(t('saved'));
      onSaved();
      onClose();
    },
  });
  const known = reference?.fields ?? [];
  return (
    <VerbDialog
      size="lg"
      title={t(advisor ? 'edit' : 'add')}
      lead={<p>{t('lead')}</p>}
      submit={t('save')}
      icon={Save}
      verb={verb}
      onClose={onClose}
    >
      <RadioGroup
        name="kind"
        label={t('kind')}
        required
        columns={2}
        error={verb.faults.kind}
        defaultValue={advisor?.kind ?? 'person'}
        options={[
          { value: 'person', label: kinds('person') },
          { value: 'organisation', label: kinds('organisation') },
        ]}
      />
      <TextField
        id="name"
        name="name"
        label={t('name')}
        required
        width="lg"
        defaultValue={advisor?.name}
        error={verb.faults.name}
      />
      <TextField
        id="kana"
        name="kana"
        label={t('kana')}
        optional
        width="lg"
        defaultValue={advisor?.kana}
        error={verb.faults.kana}
      />
      <TextField
        id="organisation"
        name="organisation"
        label={t('organisation')}
        hint={t('organisationHint')}
        optional
        defaultValue={advisor?.organisation}
        error={verb.faults.organisation}
      />
      <CheckboxGroup
        key={known.length}
        name="fields"
        label={t('fields')}
        required
        columns={3}
        error={verb.faults.fields}
        defaultValue={advisor?.fields.map((f) => f.code)}
        options={known.map((f) => ({ value: f.code, label: f.label }))}
      />
      <Textarea
        id="expertise"
        name="expertise"
        label={t('expertise')}
        optional
        limit={2000}
        rows={3}
        defaultValue={advisor?.expertise}
        error={verb.faults.expertise}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <DateField
          id="from"
          label={t('from')}
          required
          defaultValue={advisor?.from}
          onDateChange={setFrom}
          error={verb.faults.from}
        />
        <DateField
          id="until"
          label={t('until')}
          optional
          defaultValue={advisor?.until}
          onDateChange={setUntil}
          error={verb.faults.until}
        />
        <TextField
          id="phone"
          name="phone"
          label={t('phone')}
          optional
          inputMode="tel"
          defaultValue={advisor?.phone}
          error={verb.faults.phone}
        />
        <TextField
          id="email"
          name="email"
          label={t('email')}
          optional
          inputMode="email"
          defaultValue={advisor?.email}
          error={verb.faults.email}
        />
      </div>
      <TextField
        id="accountEmail"
        name="accountEmail"
        label={t('account')}
        hint={t('accountHint')}
        optional
        inputMode="email"
        width="lg"
        defaultValue={advisor?.accountEmail}
        error={verb.faults.accountEmail}
      />
    </VerbDialog>
  );
}
