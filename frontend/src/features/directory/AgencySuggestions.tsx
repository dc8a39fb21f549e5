import { useQuery } from '@tanstack/react-query';
import { Check, Plus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AgencySummary, Suggestion } from '@/api/generated';
import { suggestAgenciesOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Button, ProblemPanel, Skeleton } from '@/components/ui';
import { cx } from '@/lib/cx';
import { useDirectoryLabels } from './labels';

export interface AgencySuggestionsProps {
  /** What the household is troubled by; nothing chosen asks nothing. */
  issues: readonly string[];
  ward?: string;
  district?: string;
  /** Leaves out agencies that lead, support or are already asked in this case. */
  caseId?: string;
  /** Agencies that are not offered, by id. */
  exclude?: readonly string[];
  /** Agencies chosen already, by id: shown as such, not offered twice. */
  chosen?: readonly string[];
  /** Absent: only shown. */
  onChoose?: (agency: AgencySummary) => void;
  /** How many are shown; 5 unless told. */
  limit?: number;
  level?: 3 | 4;
}

/** Agencies that fit the household, best first, each with the reasons it is named for. */
export function AgencySuggestions(props: AgencySuggestionsProps) {
  const { issues, ward, district, caseId, exclude = [], limit = 5, level = 3 } = props;
  const t = useTranslations('directory.suggest');
  const Heading = `h${level}` as const;
  const asked = issues.length > 0;
  const found = useQuery({
    ...suggestAgenciesOptions({ query: { issues: [...issues], ward, district, caseId } }),
    enabled: asked,
    staleTime: 60_000,
  });
  const items = found.data?.items.filter((s) => !exclude.includes(s.agency.id)).slice(0, limit) ?? [];
  return (
    <section className="flex flex-col gap-3">
      <Heading className="text-std-18B-160">{t('title')}</Heading>
      {!asked && <p className="text-solid-gray-700">{t('needsIssues')}</p>}
      {asked && found.isPending && <Skeleton lines={3} />}
      {found.isError && <ProblemPanel error={found.error} level={4} onRetry={() => void found.refetch()} />}
      {found.data && items.length === 0 && <p className="text-solid-gray-700">{t('none')}</p>}
      {items.length > 0 && (
        <ol className="flex flex-col gap-2">
          {items.map((s) => (
            <SuggestionItem key={s.agency.id} suggestion={s} panel={props} />
          ))}
        </ol>
      )}
    </section>
  );
}

function SuggestionItem({ suggestion, panel }: { suggestion: Suggestion; panel: AgencySuggestionsProps }) {
  const t = useTranslations('directory.suggest');
  const labels = useDirectoryLabels();
  const { agency, reasons } = suggestion;
  const taken = panel.chosen?.includes(agency.id) ?? false;
  return (
    <li
      data-card
      className={cx(
        'flex flex-wrap items-start justify-between gap-x-4 gap-y-2 rounded-12 border p-4',
        taken ? 'border-key-900 bg-key-50' : 'border-solid-gray-300 bg-white',
      )}
    >
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-bold">{agency.name}</p>
        <p className="text-[0.9375rem] text-solid-gray-700">
          {labels.kind(agency.kind)}
          <span className="mx-2" aria-hidden>
            ／
          </span>
          {labels.area(agency)}
        </p>
        <ul aria-label={t('reasons')} className="mt-1.5 flex flex-col gap-0.5 text-[0.9375rem]">
          {reasons.map((r) => (
            <li key={r.code + r.text} className="flex items-start gap-1.5">
              <Check aria-hidden size="1.1em" className="mt-[0.3em] shrink-0 text-success-2" />
              {r.text}
            </li>
          ))}
        </ul>
      </div>
      {panel.onChoose &&
        (taken ? (
          <p className="flex min-h-11 items-center gap-1.5 font-bold text-key-1000">
            <Check aria-hidden size="1.25em" />
            {t('chosen')}
          </p>
        ) : (
          <Button
            variant="outline"
            size="sm"
            icon={Plus}
            aria-label={t('chooseNamed', { name: agency.name })}
            onClick={() => panel.onChoose?.(agency)}
          >
            {t('choose')}
          </Button>
        ))}
    </li>
  );
}
