import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { MeetingPage } from '@/features/conferences/meeting/MeetingPage';
import { MEETING_TABS } from '@/features/conferences/meeting/tabs';

const search = z.object({ tab: z.enum(MEETING_TABS).optional().catch(undefined) });

export const Route = createFileRoute('/_app/conferences/$conferenceId/meeting')({
  validateSearch: search,
  component: Page,
});

function Page() {
  const { conferenceId } = Route.useParams();
  const { tab } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <MeetingPage
      conferenceId={conferenceId}
      tab={tab}
      onTab={(next) => void navigate({ search: { tab: next }, replace: true, resetScroll: false })}
    />
  );
}
