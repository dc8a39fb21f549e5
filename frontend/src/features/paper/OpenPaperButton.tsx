import { useMutation } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { Button, ProblemPanel } from '@/components/ui';
import { saveBlob } from '@/lib/saveBlob';

interface Props {
  label: string;
  /** Of the file. */
  name: string;
  make: () => Promise<{ data: unknown }>;
  variant?: 'text' | 'outline';
}

/** A document that shows nobody's data as a file: nobody is asked to whom it goes. */
export function OpenPaperButton({ label, name, make, variant = 'outline' }: Props) {
  const load = useMutation({ mutationFn: async () => saveBlob((await make()).data as Blob, name) });
  return (
    <>
      <Button variant={variant} icon={FileText} busy={load.isPending} onClick={() => load.mutate()}>
        {label}
      </Button>
      {load.isError && <ProblemPanel error={load.error} onRetry={() => load.mutate()} level={2} />}
    </>
  );
}
