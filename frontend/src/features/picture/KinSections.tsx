import { useTranslations } from 'use-intl';
import type { PictureInput, PictureParents, PictureUnion } from '@/api/generated';
import { Select } from '@/components/ui';
import type { Faults } from '../handoffs/useVerb';
import { left, replaced } from './draft';
import { Row, Section } from './EditParts';

const UNIONS = ['married', 'common_law', 'separated', 'divorced'] as const;

interface Props {
  draft: PictureInput;
  onDraft: (change: (d: PictureInput) => PictureInput) => void;
  people: readonly { value: string; label: string }[];
  faults: Faults;
}

/** 夫婦・パートナー. */
export function CouplesSection({ draft, onDraft, people, faults }: Props) {
  const t = useTranslations('pictures.edit');
  const words = useTranslations('pictures');
  const set = (unions: PictureUnion[]) => onDraft((x) => ({ ...x, unions }));
  const first = { a: people[0]?.value ?? '', b: people[1]?.value ?? '', kind: 'married' as const };
  return (
    <Section
      title={t('couples')}
      hint={t('couplesHint')}
      add={t('addCouple')}
      onAdd={() => set([...draft.unions, first])}
    >
      {draft.unions.map((u, n) => {
        const name = t('coupleOf', { n: n + 1 });
        const one = (side: 'a' | 'b') => (
          <Select
            id={`unions.${n}.${side}`}
            label={t(side === 'a' ? 'one' : 'other')}
            width="sm"
            value={u[side]}
            options={people}
            error={faults[`unions.${n}.${side}`]}
            onChange={(e) => set(replaced(draft.unions, n, { ...u, [side]: e.currentTarget.value }))}
          />
        );
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id, and every field is controlled
          <Row key={n} label={name} remove={t('remove', { name })} onRemove={() => set(left(draft.unions, n))}>
            {one('a')}
            {one('b')}
            <Select
              id={`unions.${n}.kind`}
              label={t('kindOfUnion')}
              width="sm"
              value={u.kind}
              options={UNIONS.map((value) => ({ value, label: words(`union.${value}`) }))}
              error={faults[`unions.${n}.kind`]}
              onChange={(e) => {
                const kind = UNIONS.find((k) => k === e.currentTarget.value) ?? 'married';
                set(replaced(draft.unions, n, { ...u, kind }));
              }}
            />
          </Row>
        );
      })}
    </Section>
  );
}

/** 親子. */
export function DescentsSection({ draft, onDraft, people, faults }: Props) {
  const t = useTranslations('pictures.edit');
  const set = (parents: PictureParents[]) => onDraft((x) => ({ ...x, parents }));
  const first = { child: people[0]?.value ?? '', parents: [people[1]?.value ?? ''] };
  return (
    <Section
      title={t('descents')}
      hint={t('descentsHint')}
      add={t('addDescent')}
      onAdd={() => set([...draft.parents, first])}
    >
      {draft.parents.map((k, n) => {
        const name = t('descentOf', { n: n + 1 });
        const change = (child: string, parents: readonly (string | undefined)[]) =>
          set(replaced(draft.parents, n, { child, parents: parents.flatMap((id) => id || []) }));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id, and every field is controlled
          <Row key={n} label={name} remove={t('remove', { name })} onRemove={() => set(left(draft.parents, n))}>
            <Select
              id={`parents.${n}.child`}
              label={t('child')}
              width="sm"
              value={k.child}
              options={people}
              error={faults[`parents.${n}.child`]}
              onChange={(e) => change(e.currentTarget.value, k.parents)}
            />
            <Select
              id={`parents.${n}.parents`}
              label={t('parent1')}
              width="sm"
              value={k.parents[0] ?? ''}
              options={people}
              error={faults[`parents.${n}.parents`]}
              onChange={(e) => change(k.child, [e.currentTarget.value, k.parents[1]])}
            />
            <Select
              id={`parents.${n}.second`}
              label={t('parent2')}
              width="sm"
              empty={t('none')}
              value={k.parents[1] ?? ''}
              options={people}
              onChange={(e) => change(k.child, [k.parents[0], e.currentTarget.value])}
            />
          </Row>
        );
      })}
    </Section>
  );
}
