import { useTranslations } from 'use-intl';
import type { HouseholdPicture, PicturedOne, PictureInput } from '@/api/generated';
import { Checkbox, Select, TextField } from '@/components/ui';
import type { Faults } from '../handoffs/useVerb';
import { ageOf, withoutPerson, withPerson } from './draft';
import { Row, Section } from './EditParts';

const GENDERS = ['female', 'male', 'other'] as const;

interface Props {
  draft: PictureInput;
  onDraft: (change: (d: PictureInput) => PictureInput) => void;
}

/** 世帯員: who lives elsewhere, who has died. */
export function MembersSection({ picture, draft, onDraft }: Props & { picture: HouseholdPicture }) {
  const t = useTranslations('pictures.edit');
  const words = useTranslations('pictures');
  return (
    <Section title={t('members')}>
      {picture.persons.map((d) => {
        const said = draft.people.find((o) => o.id === d.id);
        const mark = (name: 'apart' | 'deceased') => (
          <Checkbox
            label={words(name)}
            defaultChecked={said?.[name]}
            onChange={(e) => {
              const to = { [name]: e.currentTarget.checked };
              onDraft((x) => withPerson(x, d.id, to));
            }}
          />
        );
        return (
          <fieldset key={d.id} className="flex flex-wrap items-center gap-x-6 border-b border-solid-gray-200 pb-1">
            <legend className="float-left mr-6 min-w-40 py-2 font-bold">{d.name || words('noName')}</legend>
            {mark('apart')}
            {mark('deceased')}
          </fieldset>
        );
      })}
    </Section>
  );
}

/** 世帯の外の家族: people no sheet names. */
export function OthersSection({ draft, onDraft, faults }: Props & { faults: Faults }) {
  const t = useTranslations('pictures.edit');
  const add = () => {
    const one = { id: crypto.randomUUID(), extra: true };
    onDraft((x) => ({ ...x, people: [...x.people, one] }));
  };
  return (
    <Section title={t('others')} hint={t('othersHint')} add={t('addPerson')} onAdd={add}>
      {draft.people.map((o, n) =>
        o.extra ? (
          <Row
            key={o.id}
            label={o.name || t('person')}
            remove={t('remove', { name: o.name || t('person') })}
            onRemove={() => onDraft((x) => withoutPerson(x, o.id))}
          >
            <Person n={n} one={o} faults={faults} onChange={(to) => onDraft((x) => withPerson(x, o.id, to))} />
          </Row>
        ) : null,
      )}
    </Section>
  );
}

interface PersonProps {
  n: number;
  one: PicturedOne;
  faults: Faults;
  onChange: (to: Partial<PicturedOne>) => void;
}

function Person({ n, one: o, faults, onChange }: PersonProps) {
  const words = useTranslations('pictures');
  return (
    <>
      <TextField
        id={`people.${n}.name`}
        label={words('table.name')}
        defaultValue={o.name}
        width="sm"
        error={faults[`people.${n}.name`]}
        onChange={(e) => onChange({ name: e.currentTarget.value })}
      />
      <TextField
        id={`people.${n}.relation`}
        label={words('table.relation')}
        defaultValue={o.relation}
        width="xs"
        error={faults[`people.${n}.relation`]}
        onChange={(e) => onChange({ relation: e.currentTarget.value })}
      />
      <Select
        id={`people.${n}.gender`}
        label={words('table.gender')}
        empty={words('gender.unknown')}
        width="xs"
        defaultValue={o.gender ?? ''}
        options={GENDERS.map((value) => ({ value, label: words(`gender.${value}`) }))}
        onChange={(e) => onChange({ gender: GENDERS.find((g) => g === e.currentTarget.value) })}
      />
      <TextField
        id={`people.${n}.age`}
        label={words('table.age')}
        inputMode="numeric"
        defaultValue={o.age}
        width="xs"
        error={faults[`people.${n}.age`]}
        onChange={(e) => onChange({ age: ageOf(e.currentTarget.value) })}
      />
      <Checkbox
        label={words('deceased')}
        defaultChecked={o.deceased}
        onChange={(e) => onChange({ deceased: e.currentTarget.checked })}
      />
    </>
  );
}
