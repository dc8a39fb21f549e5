import { useTranslations } from 'use-intl';
import type { AgencyRef, PictureTie } from '@/api/generated';
import { Checkbox, Select, TextField } from '@/components/ui';
import type { Faults } from '../handoffs/useVerb';

const TIES = ['strong', 'ordinary', 'weak', 'stressful'] as const;

interface Props {
  n: number;
  tie: PictureTie;
  people: readonly { value: string; label: string }[];
  agencies: readonly AgencyRef[];
  faults: Faults;
  onChange: (tie: PictureTie) => void;
}

/** One line of the エコマップ: who or what supports whom, and how strong it is. */
export function TieRow({ n, tie, people, agencies, faults, onChange }: Props) {
  const t = useTranslations('pictures.edit');
  const words = useTranslations('pictures');
  return (
    <>
      <Select
        id={`ties.${n}.agency`}
        label={t('supporter')}
        width="md"
        empty={t('nearby')}
        value={tie.agency ?? ''}
        options={agencies.map((a) => ({ value: a.id, label: a.name }))}
        onChange={(e) => {
          const { agency: _, resource, ...rest } = tie;
          const agency = e.currentTarget.value;
          onChange(agency ? { ...rest, agency } : { ...rest, resource });
        }}
      />
      {!tie.agency && (
        <TextField
          id={`ties.${n}.resource`}
          label={t('resource')}
          width="sm"
          defaultValue={tie.resource}
          error={faults[`ties.${n}.resource`]}
          onChange={(e) => onChange({ ...tie, resource: e.currentTarget.value || undefined })}
        />
      )}
      <Select
        id={`ties.${n}.person`}
        label={words('table.whom')}
        width="sm"
        empty={words('household')}
        value={tie.person ?? ''}
        options={people}
        error={faults[`ties.${n}.person`]}
        onChange={(e) => onChange({ ...tie, person: e.currentTarget.value || undefined })}
      />
      <Select
        id={`ties.${n}.kind`}
        label={words('table.kind')}
        width="sm"
        value={tie.kind}
        options={TIES.map((value) => ({ value, label: words(`tie.${value}`) }))}
        onChange={(e) => onChange({ ...tie, kind: TIES.find((k) => k === e.currentTarget.value) ?? 'ordinary' })}
      />
      <TextField
        id={`ties.${n}.note`}
        label={words('table.note')}
        width="sm"
        defaultValue={tie.note}
        error={faults[`ties.${n}.note`]}
        onChange={(e) => onChange({ ...tie, note: e.currentTarget.value || undefined })}
      />
      <Checkbox
        label={t('oneWay')}
        defaultChecked={tie.oneWay}
        onChange={(e) => onChange({ ...tie, oneWay: e.currentTarget.checked })}
      />
    </>
  );
}
