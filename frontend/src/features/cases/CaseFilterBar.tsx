import { useTranslations } from 'use-intl';
import { Checkbox, Disclosure, FilterBar, SearchField, Select } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { fiscalYear, formatFiscalYear } from '@/lib/wareki';
import { ACCESSES, CASE_STATES, type CaseFilters } from './filters';
import { labelOf, useReference } from './reference';

export interface CaseFilterBarProps {
  filters: CaseFilters;
  onFilters: (filters: CaseFilters) => void;
}

/** The 年度 in which cases can have been opened: this one and the five before. */
export function fiscalYears(today: string): number[] {
  const now = fiscalYear(today);
  return Array.from({ length: 6 }, (_, i) => now - i);
}

export function CaseFilterBar({ filters, onFilters }: CaseFilterBarProps) {
  const t = useTranslations('cases.list');
  const states = useTranslations('codes.caseState');
  const access = useTranslations('codes.access');
  const reference = useReference();
  const change = (part: CaseFilters) => onFilters({ ...filters, ...part });
  const detailed = [filters.issue, filters.feature, filters.ward, filters.district, filters.year].some(
    (v) => v !== undefined,
  );
  const districts = reference?.districts.filter((d) => !filters.ward || d.ward === filters.ward) ?? [];
  const options = (list: readonly { code: string; label: string }[] | undefined) =>
    (list ?? []).map((c) => ({ value: c.code, label: c.label }));
  return (
    <FilterBar active={useActive(filters, change)} onClear={() => onFilters({ sort: filters.sort })}>
      <SearchField
        label={t('search')}
        hint={t('searchHint')}
        defaultValue={filters.q}
        onSearch={(q) => change({ q })}
        slashKey
        className="min-w-64 grow basis-72"
      />
      <Choice
        label={t('state')}
        value={filters.state}
        options={CASE_STATES.map((value) => ({ value, label: states(value) }))}
        onChoose={(v) => change({ state: CASE_STATES.find((s) => s === v) })}
      />
      <Choice
        label={t('access')}
        value={filters.access}
        options={ACCESSES.map((value) => ({ value, label: access(value) }))}
        onChoose={(v) => change({ access: ACCESSES.find((a) => a === v) })}
      />
      <Select
        key={`sort ${filters.sort}`}
        label={t('sort')}
        defaultValue={filters.sort ?? 'updated'}
        onChange={(e) => change({ sort: (['opened', 'kana'] as const).find((s) => s === e.currentTarget.value) })}
        options={(['updated', 'opened', 'kana'] as const).map((value) => ({ value, label: t(`sorts.${value}`) }))}
        className="w-52"
      />
      <Checkbox
        key={`all ${filters.all}`}
        label={t('all')}
        defaultChecked={filters.all}
        onChange={(e) => change({ all: e.currentTarget.checked })}
      />
      <Disclosure key={String(detailed)} summary={t('more')} defaultOpen={detailed} className="open:basis-full">
        <div className="flex flex-wrap items-end gap-x-5 gap-y-4">
          <Choice
            label={t('issue')}
            value={filters.issue}
            options={options(reference?.issueTypes)}
            onChoose={(issue) => change({ issue })}
          />
          <Choice
            label={t('feature')}
            value={filters.feature}
            options={options(reference?.features)}
            onChoose={(feature) => change({ feature })}
          />
          <Choice
            label={t('ward')}
            value={filters.ward}
            options={options(reference?.wards)}
            onChoose={(ward) => change({ ward, district: undefined })}
          />
          <Choice
            label={t('district')}
            value={filters.district}
            options={districts.map((d) => ({ value: d.name, label: d.name }))}
            onChoose={(district) => change({ district })}
          />
          <Choice
            label={t('year')}
            value={filters.year === undefined ? undefined : String(filters.year)}
            options={fiscalYears(todayInJapan(new Date())).map((y) => ({
              value: String(y),
              label: formatFiscalYear(y),
            }))}
            onChoose={(v) => change({ year: v ? Number(v) : undefined })}
          />
        </div>
      </Disclosure>
    </FilterBar>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  options: readonly { value: string; label: string }[];
  onChoose: (value: string | undefined) => void;
}

function Choice({ label, value = '', options, onChoose }: ChoiceProps) {
  const t = useTranslations('cases.list');
  return (
    <Select
      // The list arrives after the first look: begin again with it, so that the chosen one shows.
      key={`${value} ${options.length}`}
      label={label}
      empty={t('any')}
      defaultValue={value}
      options={options}
      onChange={(e) => onChoose(e.currentTarget.value || undefined)}
      className="w-40"
    />
  );
}

/** What holds rows back, in words, each with a way to drop it. */
function useActive(filters: CaseFilters, change: (part: CaseFilters) => void) {
  const t = useTranslations('cases.list');
  const states = useTranslations('codes.caseState');
  const access = useTranslations('codes.access');
  const reference = useReference();
  const active: { id: string; label: string; onRemove: () => void }[] = [];
  const say = (id: keyof CaseFilters, name: string, value: string | undefined) => {
    if (value) active.push({ id, label: t('active', { name, value }), onRemove: () => change({ [id]: undefined }) });
  };
  say('q', t('search'), filters.q);
  say('state', t('state'), filters.state && states(filters.state));
  say('access', t('access'), filters.access && access(filters.access));
  say('issue', t('issue'), filters.issue && labelOf(reference?.issueTypes, filters.issue));
  say('feature', t('feature'), filters.feature && labelOf(reference?.features, filters.feature));
  say('ward', t('ward'), filters.ward && labelOf(reference?.wards, filters.ward));
  say('district', t('district'), filters.district);
  say('year', t('year'), filters.year === undefined ? undefined : formatFiscalYear(filters.year));
  return active;
}
