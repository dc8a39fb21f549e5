import './picture.css';
import { PencilLine, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button, Card, Disclosure, LinkButton, ProblemPanel, Skeleton, Tabs } from '@/components/ui';
import { longMoment } from '../cases/dates';
import { EcomapDrawing } from './EcomapDrawing';
import { EditDialog } from './EditDialog';
import { GenogramDrawing } from './GenogramDrawing';
import { Legend } from './Legend';
import { PictureTable } from './PictureTable';
import { usePicture } from './usePicture';
import type { Seen } from './words';

/** 世帯の図: ジェノグラム and エコマップ, drawn from the sheets and the agencies of the case, with what was added by hand. */
export function PicturePanel({ caseId }: { caseId: string }) {
  const t = useTranslations('pictures');
  const found = usePicture(caseId);
  const [editing, setEditing] = useState(false);
  const p = found.data;
  return (
    <Card
      title={t('title')}
      id="picture"
      actions={
        p && (
          <div className="flex flex-wrap gap-2" data-no-print>
            {p.mayEdit && (
              <Button size="sm" variant="outline" icon={PencilLine} onClick={() => setEditing(true)}>
                {t('edit.open')}
              </Button>
            )}
            <LinkButton size="sm" variant="text" icon={Printer} to="/print/picture/$caseId" params={{ caseId }}>
              {t('print')}
            </LinkButton>
          </div>
        )
      }
    >
      {p ? (
        <Pictures picture={p} />
      ) : found.isPending ? (
        <Skeleton lines={8} />
      ) : (
        <ProblemPanel error={found.error} onRetry={() => void found.refetch()} level={3} />
      )}
      {editing && p && <EditDialog caseId={caseId} picture={p} onClose={() => setEditing(false)} />}
    </Card>
  );
}

const KINDS = ['genogram', 'ecomap'] as const;

function Pictures({ picture }: { picture: Seen }) {
  const t = useTranslations('pictures');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('genogram');
  const sheet = (drawing: React.ReactNode, id: (typeof KINDS)[number]) => (
    <>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
        tabIndex={0}
        aria-label={t(id)}
        className="overflow-x-auto rounded-8 border border-solid-gray-300 bg-white p-2"
      >
        {drawing}
      </section>
      <Legend kind={id} />
    </>
  );
  return (
    <div className="flex flex-col gap-4">
      <Tabs
        label={t('kinds')}
        selected={kind}
        onSelect={(id) => setKind(KINDS.find((k) => k === id) ?? 'genogram')}
        tabs={[
          { id: 'genogram', label: t('genogram'), panel: sheet(<GenogramDrawing picture={picture} />, 'genogram') },
          { id: 'ecomap', label: t('ecomap'), panel: sheet(<EcomapDrawing picture={picture} />, 'ecomap') },
        ]}
      />
      <Disclosure summary={t('asTable')}>
        <PictureTable picture={picture} />
      </Disclosure>
      {picture.updatedAt && picture.updatedBy && (
        <p className="text-[0.875rem] text-solid-gray-700">
          {t('updated', { at: longMoment(picture.updatedAt), name: picture.updatedBy.name })}
        </p>
      )}
    </div>
  );
}
