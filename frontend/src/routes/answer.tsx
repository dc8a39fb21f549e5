import { createFileRoute, useLocation } from '@tanstack/react-router';
import { LinkPage } from '@/features/conferences/LinkPage';

/** Reached by a mail's link: what stands behind # goes to no server but in a header. */
export const Route = createFileRoute('/answer')({ component: Page });

function Page() {
  const token = useLocation({ select: (l) => l.hash });
  return <LinkPage key={token} token={token} />;
}
