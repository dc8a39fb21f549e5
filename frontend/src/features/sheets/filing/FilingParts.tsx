import { Send } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button, ErrorSummary } from '@/components/ui';
import { goTo, useMissingText } from '../form/Guide';
import { contentOf } from '../model/content';
import { missingOf } from '../model/missing';
import { faultsByName } from '../model/pointers';
import type { Draft } from '../saving/useDraft';
import type { Filing } from './useFiling';

/** After an attempt to file: what is missing and what the server refused, with focus. */
export function Faults({ filing, draft }: { filing: Filing; draft: Draft }) {
  const t = useTranslations('sheets.edit');
  const text = useMissingText();
  if (filing.attempt === 0) return null;
  const values = draft.form.getValues();
  const missing = missingOf(values);
  const refused = faultsByName(filing.invalid ?? draft.state.problem, contentOf(values), values);
  const errors = [
    ...missing.map((m) => ({ name: m.name, message: text(m) })),
    ...[...refused].map(([name, message]) => ({ name, message })),
  ];
  return (
    <ErrorSummary
      errors={errors}
      attempt={filing.attempt}
      title={missing.length > 0 ? t('notYet', { count: errors.length }) : undefined}
      onMissing={(name) => {
        const m = missing.find((x) => x.name === name);
        if (m) goTo(m);
      }}
    />
  );
}

export function FileButton({ filing, count }: { filing: Filing; count: number }) {
  const t = useTranslations('sheets.edit');
  const guide = useTranslations('sheets.guide');
  return (
    <div className="flex flex-wrap items-center gap-4 border-t border-solid-gray-300 pt-6">
      <Button size="lg" icon={Send} onClick={() => void filing.start()}>
        {t('file')}
      </Button>
      <p className="text-solid-gray-700">
        {count > 0 ? guide('missing', { count }) : t('fileHint')}
        <kbd className="ml-3 rounded-6 border border-solid-gray-420 px-2 text-[0.875rem]">Ctrl + Enter</kbd>
      </p>
    </div>
  );
}
