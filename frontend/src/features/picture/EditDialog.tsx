import { Plus, Save, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type HouseholdPicture,
  type PicturedOne,
  type PictureInput,
  type PictureTie,
  saveHouseholdPicture,
} from '@/api/generated';
import { Button, Checkbox, IconButton, Select, TextField, useToast } from '@/components/ui';
import { ready, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { TieRow } from './TieRow';

interface Props {
  caseId: string;
  picture: HouseholdPicture;
  onClose: () => void;
}

const UNIONS = ['married', 'common_law', 'separated', 'divorced'] as const;
const GENDERS = ['female', 'male', 'other'] as const;

/** What the sheets do not say: people outside, who is whose child, who supports whom and how well. */
export function EditDialog({ caseId, picture, onClose }: Props) {
  const t = useTranslations('pictures.edit');
  const words = useTranslations('pictures');
  const toast = useToast();
  const [draft, setDraft] = useState<PictureInput>(() => ({
    people: picture.people,
    unions: picture.unions,
    parents: picture.parents,
    ties: picture.ties,
  }));
  const verb = useVerb({
    read: () => ready(draft),
    send: async (body, headers) =>
      (
        await saveHouseholdPicture({
          path: { caseId },
          body,
          headers: { ...headers, 'If-Match': picture.etag },
          throwOnError: true,
        })
      ).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
    rename: (name) => name.replace(/\.parents\.\d+$/, '.parents'),
  });
  const patch = <K extends keyof PictureInput>(key: K, list: PictureInput[K]) =>
    setDraft((d) => ({ ...d, [key]: list }));
  const extras = draft.people.filter((o) => o.extra);
  const everybody = [
    ...picture.persons.map((d) => ({ value: d.id, label: d.name || words('noName') })),
    ...extras.map((o) => ({ value: o.id, label: o.name || o.relation || words('noName') })),
  ];
  const changePerson = (id: string, to: Partial<PicturedOne>) => {
    const there = draft.people.some((o) => o.id === id);
    const list = there ? draft.people : [...draft.people, { id }];
    patch(
      'people',
      list.map((o) => (o.id === id ? { ...o, ...to } : o)),
    );
  };
  const without = (id: string) =>
    setDraft((d) => ({
      people: d.people.filter((o) => o.id !== id),
      unions: d.unions.filter((u) => u.a !== id && u.b !== id),
      parents: d.parents
        .map((k) => ({ ...k, parents: k.parents.filter((x) => x !== id) }))
        .filter((k) => k.child !== id && k.parents.length > 0),
      ties: d.ties.filter((tie) => tie.person !== id),
    }));
  const fault = (name: string) => verb.faults[name];
  return (
    <VerbDialog
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={Save}
      size="lg"
      verb={verb}
      onClose={onClose}
    >
      <Section title={t('members')}>
        {picture.persons.map((d) => {
          const said = draft.people.find((o) => o.id === d.id);
          return (
            <fieldset key={d.id} className="flex flex-wrap items-center gap-x-6 border-b border-solid-gray-200 pb-1">
              <legend className="float-left mr-6 min-w-40 py-2 font-bold">{d.name || words('noName')}</legend>
              <Checkbox
                label={words('apart')}
                defaultChecked={said?.apart}
                onChange={(e) => changePerson(d.id, { apart: e.currentTarget.checked })}
              />
              <Checkbox
                label={words('deceased')}
                defaultChecked={said?.deceased}
                onChange={(e) => changePerson(d.id, { deceased: e.currentTarget.checked })}
              />
            </fieldset>
          );
        })}
      </Section>
      <Section
        title={t('others')}
        hint={t('othersHint')}
        add={t('addPerson')}
        onAdd={() => patch('people', [...draft.people, { id: crypto.randomUUID(), extra: true }])}
      >
        {extras.map((o) => {
          const n = draft.people.indexOf(o);
          return (
            <Row
              key={o.id}
              label={o.name || t('person')}
              remove={t('remove', { name: o.name || t('person') })}
              onRemove={() => without(o.id)}
            >
              <TextField
                id={`people.${n}.name`}
                label={words('table.name')}
                defaultValue={o.name}
                width="sm"
                error={fault(`people.${n}.name`)}
                onChange={(e) => changePerson(o.id, { name: e.currentTarget.value })}
              />
              <TextField
                id={`people.${n}.relation`}
                label={words('table.relation')}
                defaultValue={o.relation}
                width="xs"
                error={fault(`people.${n}.relation`)}
                onChange={(e) => changePerson(o.id, { relation: e.currentTarget.value })}
              />
              <Select
                id={`people.${n}.gender`}
                label={words('table.gender')}
                empty={words('gender.unknown')}
                width="xs"
                defaultValue={o.gender ?? ''}
                options={GENDERS.map((value) => ({ value, label: words(`gender.${value}`) }))}
                onChange={(e) => changePerson(o.id, { gender: GENDERS.find((g) => g === e.currentTarget.value) })}
              />
              <TextField
                id={`people.${n}.age`}
                label={words('table.age')}
                inputMode="numeric"
                defaultValue={o.age}
                width="xs"
                error={fault(`people.${n}.age`)}
                onChange={(e) => changePerson(o.id, { age: ageOf(e.currentTarget.value) })}
              />
              <Checkbox
                label={words('deceased')}
                defaultChecked={o.deceased}
                onChange={(e) => changePerson(o.id, { deceased: e.currentTarget.checked })}
              />
            </Row>
          );
        })}
      </Section>
      <Section
        title={t('couples')}
        hint={t('couplesHint')}
        add={t('addCouple')}
        onAdd={() =>
          patch('unions', [
            ...draft.unions,
            { a: everybody[0]?.value ?? '', b: everybody[1]?.value ?? '', kind: 'married' },
          ])
        }
      >
        {draft.unions.map((u, n) => {
          const change = (to: Partial<typeof u>) =>
            patch(
              'unions',
              draft.unions.map((x, i) => (i === n ? { ...x, ...to } : x)),
            );
          return (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id, and every field is controlled
              key={n}
              label={t('coupleOf', { n: n + 1 })}
              remove={t('remove', { name: t('coupleOf', { n: n + 1 }) })}
              onRemove={() =>
                patch(
                  'unions',
                  draft.unions.filter((_, i) => i !== n),
                )
              }
            >
              <Select
                id={`unions.${n}.a`}
                label={t('one')}
                width="sm"
                value={u.a}
                options={everybody}
                error={fault(`unions.${n}.a`)}
                onChange={(e) => change({ a: e.currentTarget.value })}
              />
              <Select
                id={`unions.${n}.b`}
                label={t('other')}
                width="sm"
                value={u.b}
                options={everybody}
                error={fault(`unions.${n}.b`)}
                onChange={(e) => change({ b: e.currentTarget.value })}
              />
              <Select
                id={`unions.${n}.kind`}
                label={t('kindOfUnion')}
                width="sm"
                value={u.kind}
                options={UNIONS.map((value) => ({ value, label: words(`union.${value}`) }))}
                error={fault(`unions.${n}.kind`)}
                onChange={(e) => change({ kind: UNIONS.find((k) => k === e.currentTarget.value) ?? 'married' })}
              />
            </Row>
          );
        })}
      </Section>
      <Section
        title={t('descents')}
        hint={t('descentsHint')}
        add={t('addDescent')}
        onAdd={() =>
          patch('parents', [
            ...draft.parents,
            { child: everybody[0]?.value ?? '', parents: [everybody[1]?.value ?? ''] },
          ])
        }
      >
        {draft.parents.map((k, n) => {
          const change = (child: string, parents: readonly (string | undefined)[]) =>
            patch(
              'parents',
              draft.parents.map((x, i) =>
                i === n ? { child, parents: parents.filter((id) => id !== undefined && id !== '') as string[] } : x,
              ),
            );
          return (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id, and every field is controlled
              key={n}
              label={t('descentOf', { n: n + 1 })}
              remove={t('remove', { name: t('descentOf', { n: n + 1 }) })}
              onRemove={() =>
                patch(
                  'parents',
                  draft.parents.filter((_, i) => i !== n),
                )
              }
            >
              <Select
                id={`parents.${n}.child`}
                label={t('child')}
                width="sm"
                value={k.child}
                options={everybody}
                error={fault(`parents.${n}.child`)}
                onChange={(e) => change(e.currentTarget.value, k.parents)}
              />
              <Select
                id={`parents.${n}.parents`}
                label={t('parent1')}
                width="sm"
                value={k.parents[0] ?? ''}
                options={everybody}
                error={fault(`parents.${n}.parents`)}
                onChange={(e) => change(k.child, [e.currentTarget.value, k.parents[1]])}
              />
              <Select
                id={`parents.${n}.second`}
                label={t('parent2')}
                width="sm"
                empty={t('none')}
                value={k.parents[1] ?? ''}
                options={everybody}
                onChange={(e) => change(k.child, [k.parents[0], e.currentTarget.value])}
              />
            </Row>
          );
        })}
      </Section>
      <Section
        title={t('ties')}
        hint={t('tiesHint')}
        add={t('addTie')}
        onAdd={() => patch('ties', [...draft.ties, { id: crypto.randomUUID(), kind: 'ordinary' }])}
      >
        {draft.ties.map((tie, n) => (
          <Row
            key={tie.id}
            label={t('tieOf', { n: n + 1 })}
            remove={t('remove', { name: t('tieOf', { n: n + 1 }) })}
            onRemove={() =>
              patch(
                'ties',
                draft.ties.filter((x) => x.id !== tie.id),
              )
            }
          >
            <TieRow
              n={n}
              tie={tie}
              people={everybody}
              agencies={picture.agencies.map((a) => a.agency)}
              faults={verb.faults}
              onChange={(to: PictureTie) =>
                patch(
                  'ties',
                  draft.ties.map((x) => (x.id === tie.id ? to : x)),
                )
              }
            />
          </Row>
        ))}
      </Section>
    </VerbDialog>
  );
}

/** Whole years; what is no number stays out. Full-width digits count. */
function ageOf(text: string): number | undefined {
  const digits = text.normalize('NFKC').trim();
  return /^\d{1,3}$/.test(digits) ? Number(digits) : undefined;
}

interface SectionProps {
  title: string;
  hint?: string;
  add?: string;
  onAdd?: () => void;
  children: ReactNode;
}

function Section({ title, hint, add, onAdd, children }: SectionProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-12 bg-solid-gray-50 p-4">
      <h3 className="text-std-17B-170">{title}</h3>
      {hint && <p className="text-[0.9375rem] text-solid-gray-700">{hint}</p>}
      {children}
      {add && (
        <div>
          <Button size="sm" variant="outline" icon={Plus} onClick={onAdd}>
            {add}
          </Button>
        </div>
      )}
    </section>
  );
}

function Row(props: { label: string; remove: string; onRemove: () => void; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not lay its legend and fields out in one line
    <div
      role="group"
      aria-label={props.label}
      className="flex flex-wrap items-end gap-3 rounded-8 border border-solid-gray-300 bg-white p-3"
    >
      {props.children}
      <IconButton icon={Trash2} label={props.remove} onClick={props.onRemove} />
    </div>
  );
}
