import { Save } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type HouseholdPicture, type PictureInput, saveHouseholdPicture } from '@/api/generated';
import { useToast } from '@/components/ui';
import { ready, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { draftOf, left, replaced } from './draft';
import { Row, Section } from './EditParts';
import { CouplesSection, DescentsSection } from './KinSections';
import { MembersSection, OthersSection } from './PeopleSections';
import { TieRow } from './TieRow';

interface Props {
  caseId: string;
  picture: HouseholdPicture;
  onClose: () => void;
}

/** What the sheets do not say: people outside, who is whose child, who supports whom and how well. */
export function EditDialog({ caseId, picture, onClose }: Props) {
  const t = useTranslations('pictures.edit');
  const words = useTranslations('pictures');
  const toast = useToast();
  const [draft, setDraft] = useState<PictureInput>(() => draftOf(picture));
  const path = { caseId };
  const verb = useVerb({
    read: () => ready(draft),
    send: async (body, keys) => {
      const headers = { ...keys, 'If-Match': picture.etag };
      return (await saveHouseholdPicture({ path, body, headers, throwOnError: true })).data;
    },
    done: () => {
      toast(t('done'));
      onClose();
    },
    rename: (name) => name.replace(/\.parents\.\d+$/, '.parents'),
  });
  const people = [
    ...picture.persons.map((d) => ({ value: d.id, label: d.name || words('noName') })),
    ...draft.people
      .filter((o) => o.extra)
      .map((o) => ({ value: o.id, label: o.name || o.relation || words('noName') })),
  ];
  const edit = { draft, onDraft: setDraft, faults: verb.faults };
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
      <MembersSection {...edit} picture={picture} />
      <OthersSection {...edit} />
      <CouplesSection {...edit} people={people} />
      <DescentsSection {...edit} people={people} />
      <Section
        title={t('ties')}
        hint={t('tiesHint')}
        add={t('addTie')}
        onAdd={() => {
          const tie = { id: crypto.randomUUID(), kind: 'ordinary' as const };
          setDraft((x) => ({ ...x, ties: [...x.ties, tie] }));
        }}
      >
        {draft.ties.map((tie, n) => (
          <Row
            key={tie.id}
            label={t('tieOf', { n: n + 1 })}
            remove={t('remove', { name: t('tieOf', { n: n + 1 }) })}
            onRemove={() => setDraft((x) => ({ ...x, ties: left(x.ties, n) }))}
          >
            <TieRow
              n={n}
              tie={tie}
              people={people}
              agencies={picture.agencies.map((a) => a.agency)}
              faults={verb.faults}
              onChange={(to) => setDraft((x) => ({ ...x, ties: replaced(x.ties, n, to) }))}
            />
          </Row>
        ))}
      </Section>
    </VerbDialog>
  );
}
