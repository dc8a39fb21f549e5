import { useTranslations } from 'use-intl';
import { FilterBar, SearchField, Select } from '@/components/ui';
import type { DirectoryLabels } from './labels';
import { type AgencyFilterName, type AgencySearchState, filterNames } from './search';

export interface AgencyFiltersProps {
  state: AgencySearchState;
  labels: DirectoryLabels;
  onChange: (change: Partial<AgencySearchState>) => void;
}

/** Search, filters and order of the directory; what narrows the list stands below in words. */
export function AgencyFilters({ state, labels, onChange }: AgencyFiltersProps) {
  const t = useTranslations('directory.list');
  const ref = labels.reference;
  const options = (list: readonly { code: string; label: string }[] = []) =>
    list.map((c) => ({ value: c.code, label: c.label }));
  const districts = ref?.districts.filter((d) => !state.ward || d.ward === state.ward) ?? [];
  const clear = Object.fromEntries(filterNames.map((n) => [n, undefined]));
  const select = (
    name: AgencyFilterName | 'sort',
    list: readonly { value: string; label: string }[],
    empty?: string,
  ) => (
    <Select
      // A filter dropped below must show here: the browser's own list keeps what was picked.
      key={`${name} ${state[name] ?? ''} ${list.length}`}
      label={t(name)}
      name={name}
      width="full"
      options={list}
      empty={empty}
      defaultValue={state[name] ?? ''}
      onChange={(e) => onChange({ [name]: e.currentTarget.value })}
    />
  );
  return (
    <FilterBar
      active={useActive(state, labels).map((f) => ({ ...f, onRemove: () => onChange({ [f.id]: undefined }) }))}
      onClear={() => onChange(clear)}
    >
      <SearchField
        label={t('q')}
        hint={t('qHint')}
        defaultValue={state.q}
        onSearch={(q) => onChange({ q })}
        slashKey
        className="w-full desk:max-w-2xl"
      />
      <div className="grid w-full grid-cols-2 gap-4 md:grid-cols-3 xl:grid-cols-6">
        {select('field', options(ref?.fields), t('any'))}
        {select('ward', options(ref?.wards), t('any'))}
        {select(
          'district',
          districts.map((d) => ({ value: d.code, label: d.name })),
          t('any'),
        )}
        {select('issue', options(ref?.issueTypes), t('any'))}
        {select('kind', options(ref?.agencyKinds), t('any'))}
        {select('sort', [
          { value: 'kana', label: t('sortKana') },
          { value: 'kind', label: t('sortKind') },
        ])}
      </div>
    </FilterBar>
  );
}

/** What narrows the list, in words. */
export function useActive(
  state: AgencySearchState,
  labels: DirectoryLabels,
): { id: AgencyFilterName; label: string }[] {
  const t = useTranslations('directory.list');
  const districtName = labels.reference?.districts.find((d) => d.code === state.district)?.name ?? state.district ?? '';
  const words: Record<AgencyFilterName, (value: string) => string> = {
    q: (value) => t('activeText', { value }),
    field: labels.field,
    ward: labels.ward,
    district: () => t('activeDistrict', { name: districtName }),
    issue: labels.issue,
    kind: labels.kind,
  };
  return filterNames.flatMap((id) => {
    const value = state[id];
    return value ? [{ id, label: words[id](value) }] : [];
  });
}
