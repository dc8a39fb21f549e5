import { createFileRoute, useLocation } from '@tanstack/react-router';
import { PrintBreachPage } from '@/features/journal';

export const Route = createFileRoute('/print/breach')({ component: Page });

function Page() {
  return <PrintBreachPage question={useLocation({ select: (l) => l.state.breach })} />;
}
