import { createFileRoute } from '@tanstack/react-router';
import { StudyPage } from '@/features/studies';

export const Route = createFileRoute('/_app/studies/$studyId')({ component: Page });

function Page() {
  return <StudyPage studyId={Route.useParams().studyId} />;
}
