import { createFileRoute } from '@tanstack/react-router';
import { useMe } from '@/app/session';
import { SurveysPage } from '@/features/surveys';

export const Route = createFileRoute('/_app/surveys/')({ component: Page });

function Page() {
  return <SurveysPage me={useMe()} />;
}
