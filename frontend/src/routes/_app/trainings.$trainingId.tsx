import { createFileRoute } from '@tanstack/react-router';
import { TrainingPage } from '@/features/trainings';

export const Route = createFileRoute('/_app/trainings/$trainingId')({ component: Page });

function Page() {
  return <TrainingPage trainingId={Route.useParams().trainingId} />;
}
