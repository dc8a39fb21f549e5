import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { CasePage } from '@/features/cases/CasePage';
import { CASE_TABS } from '@/features/cases/tabs';
import { DISCLOSURE_KINDS } from '@/features/disclosures/kinds';
import { EVENT_GROUP_NAMES } from '@/features/timeline/sentences';

const search = z.object({
  tab: z.enum(CASE_TABS).optional().catch(undefined),
  /** The handoff the reader came for. */
  handoff: z.uuid().optional().catch(undefined),
  /** Opens a dialog at once: after filing a sheet the next step is often to hand it on. */
  open: z.enum(['hand_off', 'add_note']).optional().catch(undefined),
  /** What the ledger shows. */
  given: z.enum(DISCLOSURE_KINDS).optional().catch(undefined),
  /** What the timeline shows. */
  events: z.enum(EVENT_GROUP_NAMES).optional().catch(undefined),
});

export const Route = createFileRoute('/_app/cases/$caseId')({ validateSearch: search, component: Page });

function Page() {
  const { caseId } = Route.useParams();
  const view = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <CasePage
      caseId={caseId}
      view={view}
      onView={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
    />
  );
}
