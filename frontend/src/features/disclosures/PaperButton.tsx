import { useQueryClient } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PaperOrder } from '@/api/generated';
import { refreshCasework } from '@/api/keyset';
import { Button } from '@/components/ui';
import { saveBlob } from '@/lib/saveBlob';
import { type PrintedThing, PrintGroundDialog } from './PrintGroundDialog';

interface Props {
  thing: PrintedThing;
  /** Of the file: nothing personal in it. */
  name: string;
  /** The server writes the line of the ledger and the PDF in one go. */
  make: (body: PaperOrder) => Promise<{ data: unknown }>;
  size?: 'sm';
}

/** A document of a case as a file: like printing, it asks first to whom it goes and why. */
export function PaperButton({ thing, name, make, size }: Props) {
  const t = useTranslations('disclosures.paper');
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button variant="outline" icon={FileText} size={size} onClick={() => setAsking(true)}>
        {t('button')}
      </Button>
      {asking && (
        <PrintGroundDialog
          thing={thing}
          take={{
            title: t('title'),
            lead: t('lead'),
            submit: t('submit'),
            send: async ({ toAgencyId, toName, ground, groundNote, purpose, conditions }) => {
              const made = await make({ toAgencyId, toName, ground, groundNote, purpose, conditions });
              saveBlob(made.data as Blob, name);
              await refreshCasework(queries);
            },
          }}
          onClose={close}
          onRecorded={close}
        />
      )}
    </>
  );
}
