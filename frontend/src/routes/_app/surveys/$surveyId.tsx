import { createFileRoute } from '@tanstack/react-router';
import { SurveyPage } from '@/features/surveys';

export const Route = createFileRoute('/_app/surveys/$surveyId')({ component: Page });

function Page() {
  return <SurveyPage surveyId={Route.useParams().surveyId} />;
}
