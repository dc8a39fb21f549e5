import { useQuery } from '@tanstack/react-query';
import { CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Training, TrainingInput } from '@/api/generated';
import { listStudiesOptions } from '@/api/generated/@tanstack/react-query.gen';
import { CheckboxGroup, DateField, type DateValue, Textarea, TextField } from '@/components/ui';
import { faulty, ready, textOf, useVerb, type VerbHeaders } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

interface TrainingDialogProps {
  title: string;
  submit: string;
  /** What is changed; absent: a new one. */
  training?: Training;
  send: (body: TrainingInput, headers: VerbHeaders) => Promise<Training>;
  onDone: (now: Training) => void;
  onClose: () => void;
}

/** What is planned: when, where, about what, and with which case studies. */
export function TrainingDialog({ title, submit, training, send, onDone, onClose }: TrainingDialogProps) {
  const t = useTranslations('trainings');
  const studies = useQuery(listStudiesOptions({ query: { limit: 50 } }));
  const [on, setOn] = useState<DateValue>({
    text: training?.heldOn ?? '',
    date: training?.heldOn,
    valid: training !== undefined,
  });
  const verb = useVerb({
    read: (form) => {
      const faults: Record<string, string> = {};
      const name = textOf(form, 'title');
      if (!name) faults.title = t('nameMissing');
      if (!on.valid || !on.date) faults.heldOn = t('heldOnMissing');
      if (!on.date || Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        title: name,
        heldOn: on.date,
        place: textOf(form, 'place'),
        theme: textOf(form, 'theme'),
        studyIds: form.getAll('studyIds').map(String),
      });
    },
    send,
    done: onDone,
  });
  const used = new Set(training?.studies.map((s) => s.id));
  const offered = [
    ...(training?.studies ?? []),
    ...(studies.data?.items ?? []).filter((s) => !used.has(s.id)).map((s) => ({ id: s.id, title: s.title })),
  ];
  return (
    <VerbDialog title={title} submit={submit} icon={CalendarPlus} verb={verb} onClose={onClose}>
      <TextField
        id="title"
        name="title"
        label={t('name')}
        required
        defaultValue={training?.title}
        error={verb.faults.title}
      />
      <DateField
        id="heldOn"
        name="heldOn"
        label={t('heldOn')}
        required
        defaultValue={training?.heldOn}
        onDateChange={setOn}
        error={verb.faults.heldOn}
      />
      <TextField
        id="place"
        name="place"
        label={t('place')}
        optional
        defaultValue={training?.place}
        error={verb.faults.place}
      />
      <Textarea
        id="theme"
        name="theme"
        label={t('theme')}
        optional
        limit={2000}
        rows={3}
        defaultValue={training?.theme}
        error={verb.faults.theme}
      />
      {offered.length > 0 && (
        <CheckboxGroup
          name="studyIds"
          label={t('studies')}
          hint={t('studiesHint')}
          defaultValue={[...used]}
          options={offered.map((s) => ({ value: s.id, label: s.title || t('studyGone') }))}
          error={Object.entries(verb.faults).find(([name]) => name.startsWith('studyIds'))?.[1]}
        />
      )}
    </VerbDialog>
  );
}
