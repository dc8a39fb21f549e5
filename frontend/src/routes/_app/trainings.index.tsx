import { createFileRoute } from '@tanstack/react-router';
import { TrainingsPage, trainingSearch } from '@/features/trainings';
import { listTarget } from '@/lib/listState';

export const Route = createFileRoute('/_app/trainings/')({ validateSearch: trainingSearch, component: Page });

function Page() {
  const navigate = Route.useNavigate();
  return <TrainingsPage filters={Route.useSearch()} onFilters={(next) => void navigate(listTarget(next))} />;
}
