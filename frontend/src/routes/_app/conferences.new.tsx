import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { ProposePage } from '@/features/conferences/ProposePage';

const search = z.object({ caseId: z.uuid().optional().catch(undefined) });

export const Route = createFileRoute('/_app/conferences/new')({ validateSearch: search, component: Page });

function Page() {
  const { caseId } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <ProposePage
      caseId={caseId}
      onDone={(k) => void navigate({ to: '/conferences/$conferenceId', params: { conferenceId: k.id }, replace: true })}
    />
  );
}
