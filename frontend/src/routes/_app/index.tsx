import { createFileRoute } from '@tanstack/react-router';
import { useMe } from '@/app/session';
import { HomePage } from '@/features/home/HomePage';

export const Route = createFileRoute('/_app/')({ component: Page });

function Page() {
  return <HomePage me={useMe()} />;
}
