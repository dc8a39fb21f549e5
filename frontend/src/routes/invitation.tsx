import { createFileRoute } from '@tanstack/react-router';
import { PlainFrame } from '@/app/PlainFrame';
import { PasswordLinkPage } from '@/features/people';

/** What the link of an invitation opens; the token stands behind the #. */
export const Route = createFileRoute('/invitation')({
  component: () => (
    <PlainFrame>
      <PasswordLinkPage kind="invitation" />
    </PlainFrame>
  ),
});
