import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type UseFormReturn, useFieldArray, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import type { AgencyRef } from '@/api/generated';
import { Button, Card, IconButton, RadioGroup, Select, Textarea, TextField } from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import { newId } from '../sheets/model/ids';
import type { InformationForm } from './useInformation';

type Form = UseFormReturn<InformationForm>;
const LIMIT = 2000;
const SAFETY = ['unknown', 'safe', 'watch', 'danger'] as const;
const RISKS = ['low', 'medium', 'high'] as const;

/** Rows are merged by their id, so each has its own from the start. */
function newRow() {
  return { id: newId() };
}

/** Everything that is written on the sheet, in the order one thinks: safety, persons, who helps, known, unknown, risks. */
export function InformationFields({ form, agencies }: { form: Form; agencies: readonly AgencyRef[] }) {
  const t = useTranslations('information');
  return (
    <form className="flex flex-col gap-5" onSubmit={(e) => e.preventDefault()} noValidate>
      <Safety form={form} />
      <Members form={form} />
      <Supports form={form} agencies={agencies} />
      <Rows form={form} name="known" add={t('addKnown')} />
      <Rows form={form} name="unknown" add={t('addUnknown')} />
      <Rows form={form} name="risks" add={t('addRisk')} />
      <Card title={t('strengths')}>
        <Textarea id="strengths" label={t('strengths')} limit={LIMIT} rows={3} {...form.register('strengths')} />
      </Card>
      <Card title={t('policy')}>
        <Textarea id="policy" label={t('policy')} limit={LIMIT} rows={3} {...form.register('policy')} />
      </Card>
    </form>
  );
}

function Safety({ form }: { form: Form }) {
  const t = useTranslations('information');
  const level = useWatch({ control: form.control, name: 'safety.level' });
  return (
    <Card title={t('safety')}>
      <div className="flex flex-col gap-4">
        <RadioGroup
          key={level}
          name="safety.level"
          label={t('safetyLevel')}
          columns={2}
          defaultValue={level}
          onChange={(e) =>
            form.setValue(
              'safety.level',
              SAFETY.find((x) => x === e.currentTarget.value),
              { shouldDirty: true },
            )
          }
          options={SAFETY.map((value) => ({ value, label: t(`levels.${value}`) }))}
        />
        <Textarea id="safety-note" label={t('safetyNote')} limit={LIMIT} rows={2} {...form.register('safety.note')} />
      </div>
    </Card>
  );
}

function Members({ form }: { form: Form }) {
  const t = useTranslations('information');
  const rows = useFieldArray({ control: form.control, name: 'members', keyName: 'key' });
  return (
    <Card title={t('members')}>
      <ol className="flex flex-col gap-6">
        {rows.fields.map((m, i) => (
          <li key={m.key} className="flex flex-col gap-3 border-l-4 border-key-300 pl-4">
            <div className="flex flex-wrap items-end gap-4">
              <TextField id={`member-${i}-name`} label={t('name')} width="md" {...form.register(`members.${i}.name`)} />
              <TextField
                id={`member-${i}-relation`}
                label={t('relation')}
                width="xs"
                {...form.register(`members.${i}.relation`)}
              />
              {!m.personId && (
                <IconButton
                  icon={Trash2}
                  label={t('removeMember', { name: m.name || t('member', { n: i + 1 }) })}
                  onClick={() => rows.remove(i)}
                />
              )}
            </div>
            <div className="grid gap-3 desk:grid-cols-3">
              {(['situation', 'wish', 'strength'] as const).map((field) => (
                <Textarea
                  key={field}
                  id={`member-${i}-${field}`}
                  label={t(field)}
                  limit={LIMIT}
                  rows={3}
                  {...form.register(`members.${i}.${field}`)}
                />
              ))}
            </div>
          </li>
        ))}
      </ol>
      <Add onAdd={() => rows.append(newRow(), { focusName: `members.${rows.fields.length}.name` })}>
        {t('addMember')}
      </Add>
    </Card>
  );
}

function Supports({ form, agencies }: { form: Form; agencies: readonly AgencyRef[] }) {
  const t = useTranslations('information');
  const rows = useFieldArray({ control: form.control, name: 'supports', keyName: 'key' });
  return (
    <Card title={t('supports')}>
      <ol className="flex flex-col divide-y divide-solid-gray-200">
        {rows.fields.map((s, i) => (
          <li key={s.key} className="grid gap-3 py-4 first:pt-0 sm:grid-cols-2 desk:grid-cols-[2fr_1fr_2fr_auto]">
            <SupportAgency form={form} index={i} agencies={agencies} />
            <Of form={form} name={`supports.${i}.memberId`} id={`support-${i}-of`} />
            <Textarea
              id={`support-${i}-what`}
              label={t('what')}
              limit={LIMIT}
              rows={1}
              {...form.register(`supports.${i}.what`)}
            />
            <IconButton icon={Trash2} label={t('remove')} onClick={() => rows.remove(i)} className="desk:mt-9" />
          </li>
        ))}
      </ol>
      <Add onAdd={() => rows.append(newRow(), { shouldFocus: false })}>{t('addSupport')}</Add>
    </Card>
  );
}

function SupportAgency({ form, index, agencies }: { form: Form; index: number; agencies: readonly AgencyRef[] }) {
  const t = useTranslations('information');
  const [chosen, setChosen] = useState<AgencyRef>();
  const row = useWatch({ control: form.control, name: `supports.${index}` });
  const known = agencies.find((a) => a.id === row?.agencyId) ?? (chosen?.id === row?.agencyId ? chosen : undefined);
  return (
    <AgencyPicker
      id={`support-${index}-agency`}
      label={t('agency')}
      value={known}
      allowText
      text={row?.name ?? ''}
      onText={(name) => form.setValue(`supports.${index}.name`, name, { shouldDirty: true })}
      onChange={(agency) => {
        setChosen(agency);
        form.setValue(`supports.${index}.agencyId`, agency?.id, { shouldDirty: true });
        if (agency) form.setValue(`supports.${index}.name`, '', { shouldDirty: true });
      }}
    />
  );
}

function Rows({ form, name, add }: { form: Form; name: 'known' | 'unknown' | 'risks'; add: string }) {
  const t = useTranslations('information');
  const rows = useFieldArray({ control: form.control, name, keyName: 'key' });
  return (
    <Card title={t(name)}>
      {rows.fields.length === 0 && <p className="text-solid-gray-700">{t('none')}</p>}
      <ol className="flex flex-col divide-y divide-solid-gray-200">
        {rows.fields.map((r, i) => (
          <li key={r.key} className="grid gap-3 py-4 first:pt-0 desk:grid-cols-[12rem_1fr_auto]">
            <div className="flex flex-col gap-3">
              <Of form={form} name={`${name}.${i}.memberId`} id={`${name}-${i}-of`} />
              {name === 'risks' && (
                <Select
                  id={`risks-${i}-level`}
                  label={t('level')}
                  empty=""
                  options={RISKS.map((value) => ({ value, label: t(`riskLevels.${value}`) }))}
                  {...form.register(`risks.${i}.level`, { setValueAs: (v: string) => v || undefined })}
                />
              )}
            </div>
            <div className="flex flex-col gap-3">
              <Textarea
                id={`${name}-${i}-text`}
                label={t('text')}
                limit={LIMIT}
                rows={2}
                {...form.register(`${name}.${i}.text`)}
              />
              {name === 'unknown' && (
                <Textarea
                  id={`unknown-${i}-how`}
                  label={t('how')}
                  limit={LIMIT}
                  rows={1}
                  {...form.register(`unknown.${i}.how`)}
                />
              )}
            </div>
            <IconButton icon={Trash2} label={t('remove')} onClick={() => rows.remove(i)} className="desk:mt-9" />
          </li>
        ))}
      </ol>
      <Add onAdd={() => rows.append(newRow(), { focusName: `${name}.${rows.fields.length}.text` })}>{add}</Add>
    </Card>
  );
}

type MemberField =
  | `supports.${number}.memberId`
  | `known.${number}.memberId`
  | `unknown.${number}.memberId`
  | `risks.${number}.memberId`;

/** Whom a row is about; nobody chosen is the household as a whole. */
function Of({ form, name, id }: { form: Form; name: MemberField; id: string }) {
  const t = useTranslations('information');
  const members = useWatch({ control: form.control, name: 'members' }) ?? [];
  return (
    <Select
      id={id}
      label={t('of')}
      empty={t('household')}
      options={members.map((m, i) => ({ value: m.id, label: m.name || m.relation || t('member', { n: i + 1 }) }))}
      {...form.register(name, { setValueAs: (v: string) => v || undefined })}
    />
  );
}

function Add({ onAdd, children }: { onAdd: () => void; children: ReactNode }) {
  return (
    <Button variant="outline" size="sm" icon={Plus} onClick={onAdd} className="mt-4">
      {children}
    </Button>
  );
}
